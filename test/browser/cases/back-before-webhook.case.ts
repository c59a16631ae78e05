import { eventually } from '../../simulator/support/eventually.js';
import { sees } from '../support/payer.js';
import { atProvider, type Case } from '../support/case.js';
import { DOJO, JODO } from '../support/provider.pages.js';

export const backBeforeWebhook: Case = {
  title: '5: is back before the webhook: paid by a look at the provider, and the webhook is old news',
  providers: [DOJO, JODO],
  play: async (scene) => {
    const { stage, provider, link } = scene;
    const page = await atProvider(scene);
    await stage.scenario({ name: 'webhook_late', reference: link.reference, delayMs: 2500 });
    await provider.pay(page);
    await sees(page, 'Payment complete');
    const paid = await stage.erp.paymentOf(link);
    expect(paid.status).toBe('paid');
    expect(await stage.checkoutsOf(link)).toMatchObject([{ webhookTries: 0 }]);

    await eventually(async () => ((await stage.checkoutsOf(link))[0]!.webhookTries > 0 ? true : undefined));
    await eventually(() => (stage.erp.told(link, 'payment.paid').length > 0 ? true : undefined));
    expect((await stage.erp.paymentOf(link)).version).toBe(paid.version);
    expect(stage.erp.told(link, 'payment.paid')).toHaveLength(1);
  },
};
