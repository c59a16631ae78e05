import type { WebhookDelivery } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import { ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeSubscriptionPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;

  describe('subscribing to webhooks', () => {
    let world: ProviderWorld;
    let receiver: ScriptedProvider;

    beforeEach(async () => {
      world = await bench.harness.startWorld();
      receiver = await ScriptedProvider.start();
      receiver.answers({ status: 200 });
    });
    afterEach(async () => {
      await world.stop();
      await receiver.stop();
    });

    const subscribe = (url: string) =>
      bench.gateway(world.baseUrl, { webhookSecrets: [] }).webhookSetup!.subscribe(url);

    it('gives the secrets under which the provider really signs', async () => {
      const { secrets } = await subscribe(`${receiver.url}/hook`);
      const { delivery, providerPaymentId } = await paidDelivery(secrets);
      const listener = bench.gateway(world.baseUrl, { webhookSecrets: secrets });
      expect(listener.readSignals(listener.verifyWebhook(delivery))).toEqual([{ providerPaymentId }]);
    });

    it('has the payment looked at, and the look sees it paid', async () => {
      const { secrets } = await subscribe(`${receiver.url}/hook`);
      await paidDelivery(secrets);
      const listener = bench.gateway(world.baseUrl, { webhookSecrets: secrets });
      const { headers, text } = receiver.seen.at(-1)!;
      const [signal] = listener.readSignals(
        listener.verifyWebhook(bench.delivery(text, headers as Record<string, string>)),
      );
      expect(await listener.fetchPayment(signal!.providerPaymentId)).toMatchObject({ status: 'paid' });
    });

    it('makes no second subscription when it is repeated, and its newest secrets sign', async () => {
      const url = `${receiver.url}/hook`;
      const first = await subscribe(url);
      const subscriptions = await world.subscriptions();
      const second = await subscribe(url);
      expect(second.id).toBe(first.id);
      expect(await world.subscriptions()).toBe(subscriptions);
      const { delivery } = await paidDelivery(second.secrets);
      const listener = bench.gateway(world.baseUrl, { webhookSecrets: second.secrets });
      expect(() => listener.verifyWebhook(delivery)).not.toThrow();
    });

    it.each<[string, ScriptedAnswer, string]>([
      ['silence', 'silence', 'not_sent'],
      ['500', { status: 500 }, 'not_sent'],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }, 'not_sent'],
      ['a 200 about nothing', { status: 200, body: 7 }, 'not_sent'],
      ['429', { status: 429 }, 'rate_limited'],
      ['401', { status: 401 }, 'misconfigured'],
    ])('has changed nothing when it begins with %s', async (_, answer, kind) => {
      receiver.answers(answer);
      const { webhookSetup } = bench.impatientGateway(receiver.url);
      const failure = await failureOf(webhookSetup!.subscribe('https://example.com/hook'));
      expect(failure).toMatchObject({ kind, operation: 'subscribe' });
      expect(receiver.seen.map(({ method }) => method)).toEqual(['GET']);
    });

    async function paidDelivery(
      webhookSecrets: readonly string[],
    ): Promise<{ delivery: WebhookDelivery; providerPaymentId: string }> {
      const { providerPaymentId } = await bench
        .gateway(world.baseUrl, { webhookSecrets })
        .createCheckout(bench.order());
      const arrival = receiver.arrival();
      await world.pay(providerPaymentId);
      const { headers, text } = await arrival;
      return { delivery: bench.delivery(text, headers as Record<string, string>), providerPaymentId };
    }
  });
}
