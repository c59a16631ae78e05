import { payButton, sees } from '../support/payer.js';
import { atProvider, type Case } from '../support/case.js';
import { DOJO, JODO } from '../support/provider.pages.js';

export const goesBack: Case = {
  title: '3: goes back in the browser during the checkout: the same one again, and no second one exists',
  providers: [DOJO, JODO],
  play: async (scene) => {
    const { stage, provider, link, shot } = scene;
    const page = await atProvider(scene);
    const checkout = page.url();
    await page.goBack();
    await shot(page, 'gone-back');
    await payButton(page).click();
    await provider.arrived(page);
    expect(page.url()).toBe(checkout);
    await provider.pay(page);
    await sees(page, 'Payment complete');
    expect(await stage.checkoutsOf(link)).toMatchObject([{ charges: [{ amount: provider.amount.value }] }]);
  },
};
