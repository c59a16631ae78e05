import { jest } from '@jest/globals';
import { goToProvider, PAYS, payWith, sees } from './support/payer.js';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(45_000);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('a dead link', () => {
  it('that never was says so with 404 and names nobody', async () => {
    const page = await stage.newPayer();
    const answer = await page.goto(`${stage.dunlin.url}/l/${'x'.repeat(32)}`);
    await sees(page, 'This link does not work');
    expect(answer?.status()).toBe(404);
    expect(await page.locator('body').innerText()).not.toContain('Sample Company');
  });

  it('looks the same whether a token is unknown or malformed', async () => {
    const page = await stage.newPayer();
    await page.goto(`${stage.dunlin.url}/l/${'x'.repeat(32)}`);
    const unknown = await page.content();
    await page.goto(`${stage.dunlin.url}/l/short`);
    expect(await page.content()).toBe(unknown);
  });

  it('that was canceled says so with 410 and offers no button', async () => {
    const link = await stage.erp.makeLink();
    await stage.erp.call('POST', `/v1/links/${link.id}/cancel`);
    const page = await stage.newPayer();
    const answer = await page.goto(link.url);
    await sees(page, 'This link was withdrawn');
    expect(answer?.status()).toBe(410);
    expect(await page.locator('form').count()).toBe(0);
    await stage.screenshot(page, 'canceled');
  });

  it('that was paid says so with 200 and offers no button', async () => {
    const link = await stage.erp.makeLink();
    const payer = await stage.newPayer();
    await payer.goto(link.url);
    await goToProvider(payer);
    await payWith(payer, PAYS);
    await sees(payer, 'Payment complete');
    const visitor = await stage.newPayer();
    const answer = await visitor.goto(link.url);
    await sees(visitor, 'Payment complete');
    expect(answer?.status()).toBe(200);
    expect(await visitor.locator('form').count()).toBe(0);
  });
});
