import { jest } from '@jest/globals';
import { goToProvider, PAYS, payWith, sees, typeCard, watchHeadings } from './support/payer.js';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(45_000);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ slowBankMs: 4000 });
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('a payer who waits', () => {
  it('is told to wait while the bank is slow, finds no second payable page, and sees the payment complete', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await typeCard(page, PAYS);
    await page.check('#slow-bank');
    await page.click('#pay');
    await sees(page, 'Confirming your payment');
    await stage.screenshot(page, 'confirming');
    expect(await page.locator('form').count()).toBe(0);

    const secondTab = await page.context().newPage();
    await secondTab.goto(link.url);
    await secondTab.locator('form[action$="/pay"] button').click();
    await sees(secondTab, 'Waiting for your bank');
    expect(await secondTab.locator('#card-number').count()).toBe(0);

    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toMatchObject([{ status: 'Captured', charges: [{ amount: 4250 }] }]);
    expect(await stage.erp.statusOf(link)).toBe('paid');
  });

  it('sees the payment complete although the webhook never comes', async () => {
    const link = await stage.erp.makeLink();
    await stage.scenario({ name: 'webhook_lost', reference: link.reference, times: 10 });
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toMatchObject([{ status: 'Captured', webhookTries: 0 }]);
  });

  it('without JavaScript sees the payment complete by plain reloading', async () => {
    const link = await stage.erp.makeLink();
    // A webhook may be faster than the payer's way back, and then there is nothing to confirm.
    await stage.scenario({ name: 'webhook_lost', reference: link.reference, times: 10 });
    const page = await stage.newPayer({ javaScriptEnabled: false });
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, PAYS);
    await sees(page, 'Confirming your payment');
    await sees(page, 'Payment complete');
    expect(await stage.erp.statusOf(link)).toBe('paid');
  });

  it('is shown nothing but what is true when only claiming to have paid', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    const headings = await watchHeadings(page);
    await page.goto(`${link.url}/return?status=paid`);
    await sees(page, 'Payment to Sample Company');
    expect(headings).not.toContain('Payment complete');
    expect(await stage.erp.statusOf(link)).toBe('open');
  });
});
