import { payButton, sees } from '../support/payer.js';
import { atProvider, type Case } from '../support/case.js';
import { DOJO, JODO } from '../support/provider.pages.js';

export const slowBank: Case = {
  title: '4: waits for a slow bank: confirming, nothing that makes a second payable page, paid in the end',
  providers: [DOJO, JODO],
  play: async (scene) => {
    const { stage, provider, link, shot } = scene;
    const page = await atProvider(scene);
    const checkout = page.url();
    await provider.payThroughSlowBank(page);
    await sees(page, 'Confirming your payment');
    await shot(page, 'confirming');
    expect(await payButton(page).count()).toBe(0);

    const secondTab = await page.context().newPage();
    await secondTab.goto(link.url);
    await payButton(secondTab).click();
    await secondTab.waitForURL(checkout);
    await sees(secondTab, 'Waiting for your bank');

    await sees(page, 'Payment complete');
    expect(await stage.checkoutsOf(link)).toMatchObject([{ charges: [{ amount: provider.amount.value }] }]);
    expect(await stage.erp.paymentOf(link)).toMatchObject({ status: 'paid' });
  },
};
