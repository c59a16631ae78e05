import { jest } from '@jest/globals';
import { CHALLENGES, DECLINES, goToProvider, PAYS, payWith, sees } from './support/payer.js';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(45_000);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('the cards', () => {
  it('pays with a card after its 3-D Secure challenge', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, CHALLENGES);
    await page.click('#challenge-accept');
    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toMatchObject([{ status: 'Captured', charges: [{ card: '1096' }] }]);
  });

  it('lets a payer whose card was declined try another one in the same checkout', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, DECLINES);
    await page.locator('#notice').waitFor();
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toMatchObject([{ status: 'Captured', charges: [{ card: '1005' }] }]);
  });

  it('offers another try on the link itself to a payer who left after a decline', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, DECLINES);
    await page.locator('#notice').waitFor();
    await stage.erp.call('POST', `/v1/payments/${link.paymentId}/refresh`);
    await page.goto(link.url);
    await page.getByText('The last try was declined').waitFor();
    await stage.screenshot(page, 'declined');
    await goToProvider(page);
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toHaveLength(1);
  });

  it('says after the payer refused the challenge that nothing is lost, and takes the next card', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, CHALLENGES);
    await page.click('#challenge-reject');
    await page.locator('#notice').waitFor();
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toMatchObject([{ charges: [{ card: '1005' }] }]);
  });
});
