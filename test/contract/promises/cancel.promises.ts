import type { GatewayBench } from '../gateway.bench.js';
import { failureOf } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { refusingUrl, ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeCancelPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;

  describe('canceling', () => {
    let world: ProviderWorld;
    let gateway: PaymentGateway;
    const { amount } = bench.harness.order;

    beforeAll(async () => {
      world = await bench.harness.startWorld();
      gateway = bench.gateway(world.baseUrl);
    });
    afterAll(() => world.stop());

    const created = async () => (await gateway.createCheckout(bench.order())).providerPaymentId;
    const cancel = (id: string) => gateway.cancellation!.cancel(id);

    it('closes an open checkout, and it stays closed', async () => {
      const id = await created();
      expect(await cancel(id)).toMatchObject({ status: 'closed', reason: 'canceled', providerPaymentId: id });
      expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'closed', reason: 'canceled' });
    });

    it('answers the same when it is repeated', async () => {
      const id = await created();
      await cancel(id);
      expect(await cancel(id)).toMatchObject({ status: 'closed', reason: 'canceled' });
    });

    it('tells that the payer was faster, and leaves the money alone', async () => {
      const id = await created();
      await world.pay(id);
      expect(await cancel(id)).toMatchObject({ status: 'paid', paid: amount, refunded: { value: 0 } });
    });

    it('sees an unknown checkout as missing', async () => {
      expect(await cancel(bench.harness.wire.idOf('nobody_knows_this'))).toMatchObject({ status: 'missing' });
    });
  });

  describe('canceling when something goes wrong', () => {
    let scripted: ScriptedProvider;
    const { wire, order } = bench.harness;
    const id = wire.idOf('p_1');
    const open = wire.open(id, order);

    beforeAll(async () => {
      scripted = await ScriptedProvider.start();
    });
    afterAll(() => scripted.stop());

    const cancel = ({ write, read }: { write: ScriptedAnswer; read: ScriptedAnswer }) => {
      scripted.answers(({ method }) => (method === 'GET' ? read : write));
      return bench.impatientGateway(scripted.url).cancellation!.cancel(id);
    };

    it('sends nothing where nobody listens', async () => {
      const { cancellation } = bench.impatientGateway(await refusingUrl());
      expect((await failureOf(cancellation!.cancel(id))).kind).toBe('not_sent');
    });

    it.each<[string, ScriptedAnswer, string]>([
      ['silence', 'silence', 'unknown_outcome'],
      ['500', { status: 500 }, 'unknown_outcome'],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }, 'unknown_outcome'],
      ['a refusal', { status: 400, body: {} }, 'rejected'],
      ['429', { status: 429 }, 'rate_limited'],
      ['401', { status: 401 }, 'misconfigured'],
    ])('does not claim success after %s while the checkout is open', async (_, write, kind) => {
      expect(await failureOf(cancel({ write, read: open }))).toMatchObject({ kind, operation: 'cancel' });
    });

    it.each<[string, ScriptedAnswer]>([
      ['silence', 'silence'],
      ['500', { status: 500 }],
      ['a refusal', { status: 400, body: {} }],
    ])('believes the provider’s later word over %s', async (_, write) => {
      expect(await cancel({ write, read: wire.paid(id, order) })).toMatchObject({ status: 'paid' });
    });

    it.each<[string, ScriptedAnswer]>([
      ['a reset', 'reset'],
      ['500', { status: 500 }],
      ['429', { status: 429 }],
    ])('does not know whether it worked, when the look afterwards meets %s', async (_, read) => {
      let isSent = false;
      scripted.answers(({ method }) => {
        if (method === 'GET') return isSent ? read : open;
        isSent = true;
        return { status: 200, body: {} };
      });
      const failure = await failureOf(bench.impatientGateway(scripted.url).cancellation!.cancel(id));
      expect(failure).toMatchObject({ kind: 'unknown_outcome', operation: 'cancel' });
    });

    it('does not claim anything while nobody answers at all', async () => {
      expect(['unknown_outcome', 'not_sent']).toContain(
        (await failureOf(cancel({ write: 'reset', read: 'reset' }))).kind,
      );
    });
  });
}
