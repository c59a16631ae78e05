import type { PaymentGateway, RefundOrder } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import { refusingUrl, ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeRefundPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  const { currency, value: whole } = bench.harness.order.amount;

  const orderOf = (providerPaymentId: string, changes: Partial<RefundOrder> = {}): RefundOrder => ({
    providerPaymentId,
    refundId: 'rfd_contract',
    amount: { value: 3, currency },
    isWhole: false,
    reason: null,
    ...changes,
  });

  describe('refunding', () => {
    let world: ProviderWorld;
    let gateway: PaymentGateway;

    beforeAll(async () => {
      world = await bench.harness.startWorld();
      gateway = bench.gateway(world.baseUrl);
    });
    afterAll(() => world.stop());

    const paid = async () => {
      const { providerPaymentId } = await gateway.createCheckout(bench.order());
      await world.pay(providerPaymentId);
      return providerPaymentId;
    };
    const refund = (id: string, refundId: string, value: number) =>
      gateway.refunds!.refund(orderOf(id, { refundId, amount: { value, currency }, isWhole: value === whole }));
    const refundedOf = async (id: string) => {
      const snapshot = await gateway.fetchPayment(id);
      return snapshot.status === 'paid' ? snapshot.refunded.value : snapshot.status;
    };

    it('adds up, to what was paid and not beyond', async () => {
      const id = await paid();
      await refund(id, 'rfd_1', 1);
      await refund(id, 'rfd_2', 2);
      expect(await refundedOf(id)).toBe(3);
      expect((await failureOf(refund(id, 'rfd_3', whole - 2))).kind).toBe('rejected');
      expect(await refundedOf(id)).toBe(3);
      await refund(id, 'rfd_4', whole - 3);
      expect(await refundedOf(id)).toBe(whole);
    });

    it('gives the whole back at once', async () => {
      const id = await paid();
      await refund(id, 'rfd_whole', whole);
      expect([whole, 'closed']).toContain(await refundedOf(id));
    });

    it('happens once, however often the same is asked', async () => {
      const id = await paid();
      const answers = [await refund(id, 'rfd_same', 5), await refund(id, 'rfd_same', 5)];
      answers.push(...(await Promise.all([refund(id, 'rfd_same', 5), refund(id, 'rfd_same', 5)])));
      expect(new Set(answers.map(({ providerRefundId }) => providerRefundId)).size).toBe(1);
      expect(await refundedOf(id)).toBe(5);
    });

    it('happens twice, where two of the same amount are asked', async () => {
      const id = await paid();
      await refund(id, 'rfd_one', 5);
      await refund(id, 'rfd_other', 5);
      expect(await refundedOf(id)).toBe(10);
    });

    it('is not known to have happened, when its answer is lost; repeated, it has happened once', async () => {
      const id = await paid();
      await world.loseNextRefundAnswer!();
      const impatient = bench.impatientGateway(world.baseUrl);
      const order = orderOf(id, { refundId: 'rfd_lost', amount: { value: 7, currency } });
      expect(await failureOf(impatient.refunds!.refund(order))).toMatchObject({ kind: 'unknown_outcome' });
      await gateway.refunds!.refund(order);
      expect(await refundedOf(id)).toBe(7);
    });

    it('is refused of what nobody has paid', async () => {
      const { providerPaymentId } = await gateway.createCheckout(bench.order());
      expect((await failureOf(refund(providerPaymentId, 'rfd_unpaid', 1))).kind).toBe('rejected');
      expect(await gateway.fetchPayment(providerPaymentId)).toMatchObject({ status: 'open' });
    });

    it('is refused of a payment that nobody knows', async () => {
      const id = bench.harness.wire.idOf('nobody_knows_this');
      expect((await failureOf(refund(id, 'rfd_unknown', 1))).kind).toBe('rejected');
    });

    it('says whether repeating it is harmless', () => {
      expect(typeof gateway.refunds!.repeatable).toBe('boolean');
    });
  });

  describe('a refund that goes wrong', () => {
    let scripted: ScriptedProvider;
    let gateway: PaymentGateway;
    const { wire, foreignCurrency } = bench.harness;
    const id = wire.idOf('p_1');

    beforeAll(async () => {
      scripted = await ScriptedProvider.start();
      gateway = bench.impatientGateway(scripted.url);
    });
    afterAll(() => scripted.stop());

    const refundAgainst = (answer: ScriptedAnswer, changes: Partial<RefundOrder> = {}) => {
      scripted.answers(answer);
      return gateway.refunds!.refund(orderOf(id, changes));
    };

    it('was never sent in a foreign currency', async () => {
      const amount = { value: 3, currency: foreignCurrency };
      expect((await failureOf(refundAgainst(wire.refunded!, { amount }))).kind).toBe('rejected');
      expect(scripted.seen).toEqual([]);
    });

    it('surely did not happen where nobody listens', async () => {
      const { refunds } = bench.impatientGateway(await refusingUrl());
      expect((await failureOf(refunds!.refund(orderOf(id)))).kind).toBe('not_sent');
    });

    it.each<[string, ScriptedAnswer]>([
      ['silence', 'silence'],
      ['a slow drip', 'drip'],
      ['a reset', 'reset'],
      ['500', { status: 500, body: {} }],
      ['502 with HTML', { status: 502, body: '<h1>Bad Gateway</h1>' }],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }],
      ['an empty 200', { status: 200 }],
      ['a 200 about nothing', { status: 200, body: {} }],
      ['409, for the first try may be under way', { status: 409, body: {} }],
    ])('perhaps happened after %s, and is not repeated by itself', async (_, answer) => {
      const failure = await failureOf(refundAgainst(answer, { amount: bench.harness.order.amount, isWhole: true }));
      expect(failure).toMatchObject({ kind: 'unknown_outcome', operation: 'refund' });
      expect(scripted.seen).toHaveLength(1);
    });

    it('was understood and refused after 400', async () => {
      const failure = await failureOf(refundAgainst(wire.refusal(400, 'too late')));
      expect(failure).toMatchObject({ kind: 'rejected', operation: 'refund', providerStatus: 400 });
      expect(failure.message).toContain('too late');
    });

    it('is not tried in another way, where it is a part that was refused', async () => {
      await failureOf(refundAgainst(wire.refusal(400, 'no')));
      expect(scripted.seen).toHaveLength(1);
    });

    it('perhaps happened, when something else was tried after a refusal and nothing came back', async () => {
      let writes = 0;
      scripted.answers(({ method }) => {
        if (method === 'GET') return wire.paid(id, bench.harness.order);
        return ++writes === 1 ? wire.refusal(400, 'no') : 'reset';
      });
      const order = orderOf(id, { amount: bench.harness.order.amount, isWhole: true });
      const { kind } = await failureOf(gateway.refunds!.refund(order));
      expect(kind).toBe(writes === 1 ? 'rejected' : 'unknown_outcome');
    });

    it.each<[number, string]>([
      [401, 'misconfigured'],
      [403, 'misconfigured'],
      [429, 'rate_limited'],
    ])('did not happen after %i', async (status, kind) => {
      expect(await failureOf(refundAgainst({ status }))).toMatchObject({ kind, operation: 'refund' });
    });

    it('does not repeat the reason that people wrote, even where the provider does', async () => {
      const reason = 'for the family Sample';
      const failure = await failureOf(refundAgainst(wire.refusal(400, `no: ${reason}`), { reason }));
      expect(failure.message).not.toContain(reason);
    });

    it('is accepted where the provider says so', async () => {
      expect(await refundAgainst(wire.refunded!)).toHaveProperty('providerRefundId');
    });
  });
}
