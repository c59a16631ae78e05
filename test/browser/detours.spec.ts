import { jest } from '@jest/globals';
import { goToProvider, PAYS, payWith, sees } from './support/payer.js';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(45_000);

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('a payer who does not walk straight', () => {
  it('is offered to go on, in the same checkout, after canceling at the provider', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    const checkout = page.url();
    await page.click('#cancel');
    await page.waitForURL(link.url);
    await page.getByText('Your payment is still open').waitFor();
    await stage.screenshot(page, 'canceled-at-provider');
    await page.getByRole('button', { name: 'Continue to payment' }).click();
    await page.locator('#card-number').waitFor();
    expect(page.url()).toBe(checkout);
    expect(await stage.intentsOf(link)).toHaveLength(1);
  });

  it('comes to the same checkout again after the back button', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    const checkout = page.url();
    await page.goBack();
    await goToProvider(page);
    expect(page.url()).toBe(checkout);
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    expect(await stage.intentsOf(link)).toMatchObject([{ status: 'Captured', charges: [{ amount: 4250 }] }]);
  });

  it('finds the outcome, not another form, when going back from the receipt', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await goToProvider(page);
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    await page.goBack();
    expect(await page.locator('#card-number').count()).toBe(0);
    await page.goto(link.url);
    await sees(page, 'Payment complete');
    expect(await page.locator('form').count()).toBe(0);
  });

  it('makes one checkout with a double click', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await page.locator('form[action$="/pay"] button').dblclick({ noWaitAfter: true });
    await page.locator('#card-number').waitFor();
    expect(await stage.intentsOf(link)).toHaveLength(1);
  });

  it('makes one checkout in two tabs at once', async () => {
    const link = await stage.erp.makeLink();
    const first = await stage.newPayer();
    const second = await first.context().newPage();
    await Promise.all([first.goto(link.url), second.goto(link.url)]);
    await Promise.all([goToProvider(first), goToProvider(second)]);
    expect(first.url()).toBe(second.url());
    expect(await stage.intentsOf(link)).toHaveLength(1);
  });

  it('pays on a phone, with the button in sight and nothing wider than the screen', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer(PHONE);
    await page.goto(link.url);
    const button = page.getByRole('button', { name: 'Pay £42.50' });
    const { y, height } = (await button.boundingBox())!;
    expect(y + height).toBeLessThan(PHONE.viewport.height);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.viewport.width);
    await stage.screenshot(page, 'link-phone');
    await button.tap();
    await page.locator('#card-number').waitFor();
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    await stage.screenshot(page, 'paid-phone');
    expect(await stage.intentsOf(link)).toMatchObject([{ status: 'Captured' }]);
  });
});
