import { CHALLENGES, DECLINES, payWith, PAYS, sees } from '../support/payer.js';
import { atProvider, type Case } from '../support/case.js';
import { DOJO } from '../support/provider.pages.js';

/** The cards are Dojo's; Jodo's sandbox has none. */
export const sandboxCards: readonly Case[] = [
  {
    title: '7a: pays with 5200 0000 0000 1005, which needs no 3-D Secure',
    providers: [DOJO],
    play: async (scene) => {
      const page = await atProvider(scene);
      await payWith(page, PAYS);
      await sees(page, 'Payment complete');
      expect(await scene.stage.checkoutsOf(scene.link)).toMatchObject([{ charges: [{ card: '1005' }] }]);
    },
  },
  {
    title: '7b: pays with 5200 0000 0000 1096 after a 3-D Secure 2 challenge',
    providers: [DOJO],
    play: async (scene) => {
      const page = await atProvider(scene);
      await payWith(page, CHALLENGES);
      await page.click('#challenge-accept');
      await sees(page, 'Payment complete');
      expect(await scene.stage.checkoutsOf(scene.link)).toMatchObject([{ charges: [{ card: '1096' }] }]);
    },
  },
  {
    title: '7c: is declined with 4456 5300 0000 1013 and pays with another card in the same checkout',
    providers: [DOJO],
    play: async (scene) => {
      const { stage, link, shot } = scene;
      const page = await atProvider(scene);
      await payWith(page, DECLINES);
      await page.locator('#notice').waitFor();
      await stage.erp.call('POST', `/v1/payments/${link.paymentId}/refresh`);
      expect(await stage.erp.paymentOf(link)).toMatchObject({ status: 'pending', lastDecline: expect.anything() });

      await page.goto(link.url);
      await page.getByText('The last try was declined').waitFor();
      await shot(page, 'declined');
      await page.getByRole('button', { name: 'Try again' }).click();
      await payWith(page, PAYS);
      await sees(page, 'Payment complete');
      expect(await stage.checkoutsOf(link)).toMatchObject([{ charges: [{ card: '1005' }] }]);
    },
  },
];
