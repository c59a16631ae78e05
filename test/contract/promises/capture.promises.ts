import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import { refusingUrl, ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeCapturePromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  const { amount } = bench.harness.order;
  const { currency } = amount;
  const part = { value: amount.value - 50, currency };

  describe('capturing held money', () => {
    let world: ProviderWorld;
    let gateway: PaymentGateway;

    beforeAll(async () => {
      world = await bench.harness.startWorld();
      gateway = bench.gateway(world.baseUrl);
    });
    afterAll(() => world.stop());

    const held = async () => {
      const { providerPaymentId } = await gateway.createCheckout(bench.order({ capture: 'manual' }));
      await world.pay(providerPaymentId);
      return providerPaymentId;
    };
    const capture = (providerPaymentId: string, taken = amount) =>
      gateway.capture!.capture({ providerPaymentId, amount: taken });

    it('begins with money that is held, and says until when', async () => {
      const snapshot = await gateway.fetchPayment(await held());
      expect(snapshot).toMatchObject({ status: 'authorized', authorized: amount });
      if (snapshot.status === 'authorized' && snapshot.heldUntil) {
        expect(snapshot.heldUntil.getTime()).toBeGreaterThan(Date.now());
      }
    });

    it('takes all of it', async () => {
      const id = await held();
      expect(await capture(id)).toMatchObject({ status: 'paid', paid: amount, refunded: { value: 0 } });
      expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'paid', paid: amount });
    });

    it('takes a part of it', async () => {
      const id = await held();
      expect(await capture(id, part)).toMatchObject({ status: 'paid', paid: part });
    });

    it('takes it once, however often it is asked', async () => {
      const id = await held();
      const little = { value: 3, currency };
      await capture(id, little);
      expect(await capture(id, little)).toMatchObject({ status: 'paid', paid: little });
      expect(await capture(id, little)).toMatchObject({ status: 'paid', paid: little });
    });

    it('takes no more than is held', async () => {
      const id = await held();
      expect((await failureOf(capture(id, { value: amount.value + 1, currency }))).kind).toBe('rejected');
      expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'authorized', authorized: amount });
    });

    it('takes nothing of what nobody holds', async () => {
      const { providerPaymentId } = await gateway.createCheckout(bench.order({ capture: 'manual' }));
      expect(await capture(providerPaymentId)).toMatchObject({ status: 'open' });
    });

    it('knows that it happened, when its answer is lost', async () => {
      const id = await held();
      await world.loseNextCaptureAnswer!();
      const order = { providerPaymentId: id, amount: part };
      expect(await bench.impatientGateway(world.baseUrl).capture!.capture(order)).toMatchObject({
        status: 'paid',
        paid: part,
      });
    });

    it('can be refunded afterwards, to what was taken and not beyond', async () => {
      const id = await held();
      await capture(id, part);
      if (!gateway.refunds) return;
      const order = { providerPaymentId: id, refundId: 'rfd_held', isWhole: false, reason: null };
      await gateway.refunds.refund({ ...order, amount: { value: 1, currency } });
      expect(await gateway.fetchPayment(id)).toMatchObject({ status: 'paid', paid: part, refunded: { value: 1 } });
      const tooMuch = gateway.refunds.refund({ ...order, refundId: 'rfd_more', amount: part });
      expect((await failureOf(tooMuch)).kind).toBe('rejected');
    });

    it('lets held money go, and it stays gone', async () => {
      const id = await held();
      expect(await gateway.capture!.release(id)).toMatchObject({ status: 'closed', reason: 'reversed' });
      expect(await gateway.capture!.release(id)).toMatchObject({ status: 'closed', reason: 'reversed' });
      expect(await capture(id)).toMatchObject({ status: 'closed' });
    });

    it('does not let money go that was taken', async () => {
      const id = await held();
      await capture(id);
      expect(await gateway.capture!.release(id)).toMatchObject({
        status: 'paid',
        paid: amount,
        refunded: { value: 0 },
      });
    });
  });

  describe('a capture that goes wrong', () => {
    let scripted: ScriptedProvider;
    const { wire, order, foreignCurrency } = bench.harness;
    const id = wire.idOf('p_1');

    beforeAll(async () => {
      scripted = await ScriptedProvider.start();
    });
    afterAll(() => scripted.stop());

    const against = (operation: 'capture' | 'release', { write, read }: Record<'write' | 'read', ScriptedAnswer>) => {
      scripted.answers(({ method }) => (method === 'GET' ? read : write));
      const { capture } = bench.impatientGateway(scripted.url);
      return operation === 'capture' ? capture!.capture({ providerPaymentId: id, amount: part }) : capture!.release(id);
    };
    const held = () => wire.authorized!(id, order);

    it('was never sent in a foreign currency', async () => {
      scripted.answers(held());
      const foreign = { providerPaymentId: id, amount: { value: 3, currency: foreignCurrency } };
      const { capture } = bench.impatientGateway(scripted.url);
      expect((await failureOf(capture!.capture(foreign))).kind).toBe('rejected');
      expect(scripted.seen).toEqual([]);
    });

    it('sends nothing where nobody listens', async () => {
      const { capture } = bench.impatientGateway(await refusingUrl());
      const failure = await failureOf(capture!.capture({ providerPaymentId: id, amount: part }));
      expect(failure.kind).toBe('not_sent');
    });

    const faults: readonly (readonly [string, ScriptedAnswer, string])[] = [
      ['silence', 'silence', 'unknown_outcome'],
      ['a reset', 'reset', 'unknown_outcome'],
      ['500', { status: 500 }, 'unknown_outcome'],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }, 'unknown_outcome'],
      ['a refusal', { status: 409, body: {} }, 'rejected'],
      ['429', { status: 429 }, 'rate_limited'],
      ['401', { status: 401 }, 'misconfigured'],
    ];
    const cases = (['capture', 'release'] as const).flatMap((operation) =>
      faults.map(([what, write, kind]) => ({ operation, what, write, kind })),
    );

    it.each(cases)('($operation) claims nothing after $what while the money is held', async (fault) => {
      const failure = await failureOf(against(fault.operation, { write: fault.write, read: held() }));
      expect(failure).toMatchObject({ kind: fault.kind, operation: fault.operation });
      expect(scripted.seen.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    });

    it.each<[string, ScriptedAnswer]>([
      ['a reset', 'reset'],
      ['429', { status: 429 }],
    ])('does not know whether it worked, when the look afterwards meets %s', async (_, read) => {
      let isSent = false;
      scripted.answers(({ method }) => {
        if (method === 'GET') return isSent ? read : held();
        isSent = true;
        return { status: 200, body: {} };
      });
      const { capture } = bench.impatientGateway(scripted.url);
      const failure = await failureOf(capture!.capture({ providerPaymentId: id, amount: part }));
      expect(failure).toMatchObject({ kind: 'unknown_outcome', operation: 'capture' });
    });

    it('sends nothing when it cannot see what is held', async () => {
      const failure = await failureOf(against('capture', { write: { status: 200, body: {} }, read: { status: 500 } }));
      expect(failure.kind).toBe('not_sent');
      expect(scripted.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });
}
