import { eventually } from '../../simulator/support/eventually.js';
import { sees, watchHeadings } from '../support/payer.js';
import type { Case } from '../support/case.js';
import { DOJO, JODO } from '../support/provider.pages.js';

export const completes: Case = {
  title: '1: completes and is led back: confirming, then paid, told once, and the webhook afterwards changes nothing',
  providers: [DOJO, JODO],
  play: async ({ stage, provider, link, newPayer, shot }) => {
    const page = await newPayer();
    await page.goto(link.url);
    await sees(page, 'Payment to Sample Company');
    await shot(page, 'link');
    const headings = await watchHeadings(page);
    await page.getByRole('button', { name: `Pay ${provider.amountShown}`, exact: true }).click();
    await provider.arrived(page);
    await shot(page, 'provider');
    // Else the webhook may be faster than the way back, and then there is nothing to confirm.
    await stage.scenario({ name: 'return_before_webhook', reference: link.reference });
    await provider.pay(page);
    await sees(page, 'Payment complete');
    await shot(page, 'paid');
    const paid = await stage.erp.paymentOf(link);
    await eventually(async () => ((await stage.checkoutsOf(link))[0]!.webhookTries > 0 ? true : undefined));
    await eventually(() => (stage.erp.told(link, 'payment.paid').length > 0 ? true : undefined));

    expect(headings.slice(-2)).toEqual(['Confirming your payment', 'Payment complete']);
    expect(await stage.erp.paymentOf(link)).toMatchObject({ status: 'paid', version: paid.version });
    expect(stage.erp.told(link, 'payment.paid')).toHaveLength(1);
    expect(await stage.checkoutsOf(link)).toMatchObject([
      { payable: false, charges: [{ amount: provider.amount.value }] },
    ]);
  },
};
