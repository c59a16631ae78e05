import type { GatewayBench } from '../gateway.bench.js';
import { failureOf } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeSnapshotPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  describe('looking at a payment', () => {
    let world: ProviderWorld;
    let gateway: PaymentGateway;
    const { amount } = bench.harness.order;

    beforeAll(async () => {
      world = await bench.harness.startWorld();
      gateway = bench.gateway(world.baseUrl);
    });
    afterAll(() => world.stop());

    const created = async () => (await gateway.createCheckout(bench.order())).providerPaymentId;

    it('sees it open before anybody paid', async () => {
      const id = await created();
      expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'open', providerPaymentId: id });
    });

    it('sees it paid, with what was paid, and the same at every later look', async () => {
      const id = await created();
      await world.pay(id);
      const first = await gateway.fetchPayment(id);
      expect(first).toMatchObject({ status: 'paid', paid: amount, providerPaymentId: id });
      expect(await gateway.fetchPayment(id)).toEqual(first);
    });

    it('sees a declined try as still open, and the same try under the same id', async () => {
      const id = await created();
      await world.decline(id);
      const first = await gateway.fetchPayment(id);
      expect(first.status).toBe('open');
      const again = await gateway.fetchPayment(id);
      expect(again.lastDecline).toEqual(first.lastDecline);
    });

    it('sees another declined try as another', async () => {
      const id = await created();
      await world.decline(id);
      const first = await gateway.fetchPayment(id);
      await world.decline(id);
      const second = await gateway.fetchPayment(id);
      if (first.lastDecline) expect(second.lastDecline?.id).not.toBe(first.lastDecline.id);
      expect(second.status).toBe('open');
    });

    it('sees a payment that succeeded after a decline as paid', async () => {
      const id = await created();
      await world.decline(id);
      await world.pay(id);
      expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'paid', paid: amount });
    });

    it('sees an unknown payment as missing, not as unpaid', async () => {
      expect(await gateway.fetchPayment(bench.harness.wire.idOf('nobody_knows_this'))).toMatchObject({
        status: 'missing',
      });
    });

    it('cannot be led to another path by a strange id', async () => {
      expect(await gateway.fetchPayment(bench.harness.wire.idOf('../payment-intents/search?x=1#'))).toMatchObject({
        status: 'missing',
      });
    });

    it('sees a checkout whose time ran out as closed', async () => {
      const expiresAt = new Date(Date.now() + 3_600_000);
      const { providerPaymentId } = await gateway.createCheckout(bench.order({ expiresAt }));
      await world.expire!(expiresAt);
      expect(await gateway.fetchPayment(providerPaymentId)).toMatchObject({ status: 'closed', reason: 'expired' });
    });

    it('tells the settlement when the money has reached the bank, and not before', async () => {
      const id = await created();
      await world.pay(id);
      expect(await gateway.fetchPayment(id)).not.toHaveProperty('settlement');
      await world.settle!(id);
      expect(await gateway.fetchPayment(id)).toMatchObject({
        status: 'paid',
        paid: amount,
        settlement: { reference: expect.stringMatching(/\S/), at: expect.any(Date) },
      });
    });

    it('adds refunds up and never beyond what was paid', async () => {
      const id = await created();
      const { value, currency } = amount;
      await world.pay(id);
      for (const [part, sum] of [
        [1, 1],
        [2, 3],
        [value - 3, value],
      ] as const) {
        await world.refund!(id, part);
        const refunded = { value: sum, currency };
        expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'paid', paid: amount, refunded });
      }
    });
  });

  describe('looking at a payment that is told oddly', () => {
    let scripted: ScriptedProvider;
    let gateway: PaymentGateway;
    const { wire, order } = bench.harness;
    const id = wire.idOf('p_1');

    beforeAll(async () => {
      scripted = await ScriptedProvider.start();
      gateway = bench.impatientGateway(scripted.url);
    });
    afterAll(() => scripted.stop());

    const look = (answer: ScriptedAnswer) => {
      scripted.answers(answer);
      return gateway.fetchPayment(id);
    };

    it('does not guess at a status that no document knows', async () => {
      expect(await look(wire.odd(id, order))).toMatchObject({
        status: 'unrecognised',
        providerStatus: expect.any(String),
      });
    });

    it('reports another amount as it is', async () => {
      const paid = { value: order.amount.value + 1, currency: order.amount.currency };
      expect(await look(wire.paid(id, bench.order({ amount: paid })))).toMatchObject({ status: 'paid', paid });
    });

    it('reports another reference as it is', async () => {
      const reference = 'somebody-elses';
      expect(await look(wire.paid(id, bench.order({ reference })))).toMatchObject({ status: 'paid', reference });
    });

    it('sees what is missing', async () => {
      expect(await look(wire.missing)).toMatchObject({ status: 'missing', providerPaymentId: id });
    });

    it('calls once for one look', async () => {
      await look(wire.open(id, order));
      expect(scripted.seen).toHaveLength(1);
    });

    it.each<[string, ScriptedAnswer, string]>([
      ['silence', 'silence', 'not_sent'],
      ['a slow drip', 'drip', 'not_sent'],
      ['a reset', 'reset', 'not_sent'],
      ['500', { status: 500, body: {} }, 'not_sent'],
      ['502 with HTML', { status: 502, body: '<h1>Bad Gateway</h1>' }, 'not_sent'],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }, 'not_sent'],
      ['an empty 200', { status: 200 }, 'not_sent'],
      ['a 200 with JSON about nothing', { status: 200, body: [] }, 'not_sent'],
      ['a proxy’s 404', { status: 404, body: '<h1>Not Found</h1>' }, 'not_sent'],
      ['429', { status: 429 }, 'rate_limited'],
      ['401', { status: 401 }, 'misconfigured'],
      ['403', { status: 403 }, 'misconfigured'],
    ])('concludes nothing from %s, and sees the truth at the next look', async (_, answer, kind) => {
      expect((await failureOf(look(answer))).kind).toBe(kind);
      expect(await look(wire.paid(id, order))).toMatchObject({ status: 'paid', paid: order.amount });
    });
  });
}
