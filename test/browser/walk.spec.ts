import { jest } from '@jest/globals';
import { eventually } from '../simulator/support/eventually.js';
import { goToProvider, PAYS, payWith, sees, watchHeadings } from './support/payer.js';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(45_000);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('the whole walk', () => {
  it('leads from one REST call through mail, link and provider to one signed payment.paid', async () => {
    const link = await stage.erp.makeLink({ send: true });
    const payer = await stage.newPayer();

    await eventually(async () =>
      (await payer.goto(mailbox())) && (await mailOf(link.reference).count()) ? true : undefined,
    );
    await stage.screenshot(payer, 'mailbox');
    await mailOf(link.reference).click();
    await stage.screenshot(payer, 'mail');
    const [page] = await Promise.all([
      payer.context().waitForEvent('page'),
      payer.frameLocator('iframe').getByRole('link', { name: 'Pay £42.50' }).click(),
    ]);
    await sees(page, 'Payment to Sample Company');
    expect(page.url()).toBe(link.url);
    await stage.screenshot(page, 'link');

    const headings = await watchHeadings(page);
    await goToProvider(page);
    await stage.screenshot(page, 'provider');
    // Else the webhook may be faster than the way back, and then there is nothing to confirm.
    await stage.scenario({ name: 'return_before_webhook', reference: link.reference });
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    await stage.screenshot(page, 'paid');

    expect(headings.slice(-2)).toEqual(['Confirming your payment', 'Payment complete']);
    await eventually(() => (stage.erp.told(link, 'payment.paid').length > 0 ? true : undefined));
    const [intent] = await stage.intentsOf(link);
    await eventually(async () => ((await stage.intentsOf(link))[0]!.webhookTries > 0 ? true : undefined));
    expect(intent).toMatchObject({ status: 'Captured', charges: [{ amount: 4250, card: '1005' }] });
    expect(stage.erp.told(link, 'payment.paid')).toHaveLength(1);
    expect(stage.erp.told(link, 'payment.paid')[0]!.data.payment.status).toBe('paid');

    function mailOf(reference: string) {
      return payer.getByRole('link', { name: reference });
    }
  });

  function mailbox(): string {
    return `${stage.dunlin.url}/dev/mailbox`;
  }
});
