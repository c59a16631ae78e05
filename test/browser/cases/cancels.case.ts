import { payButton } from '../support/payer.js';
import { atProvider, type Case } from '../support/case.js';
import { DOJO, JODO } from '../support/provider.pages.js';

export const cancels: Case = {
  title: '2: cancels or closes the provider’s page: still payable, and the page offers to go on',
  providers: [DOJO, JODO],
  play: async (scene) => {
    const { stage, provider, link, newPayer, shot } = scene;
    const page = await atProvider(scene);
    const checkout = page.url();
    await provider.cancel(page);
    if (provider === JODO) {
      // Jodo has one way back, and does not say whether the payer paid.
      await page.waitForURL(`${link.url}/return?**`);
      await page.getByRole('link', { name: 'You left without paying?' }).click();
    }
    await page.waitForURL(link.url);
    await page.getByText('Your payment is still open').waitFor();
    await shot(page, 'canceled');
    expect(await page.locator('body').innerText()).not.toMatch(/fail|not completed/i);

    const closedAndBack = await newPayer();
    await closedAndBack.goto(link.url);
    await closedAndBack.getByRole('button', { name: 'Continue to payment' }).click();
    await provider.arrived(closedAndBack);
    expect(closedAndBack.url()).toBe(checkout);
    expect(await stage.erp.paymentOf(link)).toMatchObject({ status: 'pending' });
    expect(await stage.checkoutsOf(link)).toHaveLength(1);
    await payButton(page).click();
    await provider.arrived(page);
    expect(page.url()).toBe(checkout);
  },
};
