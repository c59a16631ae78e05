import type { FoundPage, FoundPayment, PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import { ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

const EVER = { from: new Date('2000-01-01T00:00:00Z'), to: new Date('2098-01-01T00:00:00Z') };

export function describeSearchPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;

  describe('searching', () => {
    let world: ProviderWorld;
    let gateway: PaymentGateway;

    beforeEach(async () => {
      world = await bench.harness.startWorld();
      gateway = bench.gateway(world.baseUrl);
    });
    afterEach(() => world.stop());

    it('finds every checkout once, over several pages, with our id and amount', async () => {
      const ids = Array.from({ length: 120 }, (_, index) => `chk_${index}`);
      for (const checkoutId of ids) await gateway.createCheckout(bench.order({ checkoutId }));
      const found = await all(gateway, EVER);
      expect(found.map(({ checkoutId }) => checkoutId).toSorted()).toEqual(ids.toSorted());
      expect(found[0]).toMatchObject({ snapshot: { status: 'open' }, checkout: { amount: bench.order().amount } });
    });

    it('finds each of them once while others are made between two pages', async () => {
      const ids = Array.from({ length: 120 }, (_, index) => `chk_${index}`);
      for (const checkoutId of ids) await gateway.createCheckout(bench.order({ checkoutId }));
      const found: FoundPayment[] = [];
      let cursor: string | null = null;
      do {
        const page: FoundPage = await gateway.search!.page(EVER, cursor);
        found.push(...page.found);
        cursor = page.next;
        await gateway.createCheckout(bench.order({ checkoutId: `chk_late_${found.length}` }));
      } while (cursor !== null);
      const early = found.map(({ checkoutId }) => checkoutId!).filter((id) => !id.startsWith('chk_late'));
      expect(early.toSorted()).toEqual(ids.toSorted());
    });

    it('finds the checkout whose answer was lost', async () => {
      await world.loseNextCreateAnswer();
      const order = bench.order({ checkoutId: 'chk_lost' });
      await failureOf(bench.impatientGateway(world.baseUrl).createCheckout(order));
      expect(await all(gateway, EVER)).toMatchObject([{ checkoutId: 'chk_lost', snapshot: { status: 'open' } }]);
    });

    it('finds what is paid and what is canceled, and says so', async () => {
      const paid = await gateway.createCheckout(bench.order({ checkoutId: 'chk_paid' }));
      await world.pay(paid.providerPaymentId);
      const canceled = await gateway.createCheckout(bench.order({ checkoutId: 'chk_canceled' }));
      await gateway.cancellation?.cancel(canceled.providerPaymentId);
      const found = await all(gateway, EVER);
      const states = Object.fromEntries(found.map(({ checkoutId, snapshot }) => [checkoutId, snapshot.status]));
      expect(states).toEqual({ chk_paid: 'paid', chk_canceled: gateway.cancellation ? 'closed' : 'open' });
    });

    it('finds nothing outside its window, and its bounds inside', async () => {
      await gateway.createCheckout(bench.order());
      const [found] = await all(gateway, EVER);
      const { createdAt } = found!;
      expect(await all(gateway, { from: new Date('2000-01-01'), to: new Date(createdAt.getTime() - 60_000) })).toEqual(
        [],
      );
      expect(await all(gateway, { from: createdAt, to: new Date(createdAt.getTime() + 1) })).toHaveLength(1);
    });
  });

  describe('a search that goes wrong', () => {
    it.each<[string, ScriptedAnswer, string]>([
      ['silence', 'silence', 'not_sent'],
      ['500', { status: 500 }, 'not_sent'],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }, 'not_sent'],
      ['a 200 without a list', { status: 200, body: {} }, 'not_sent'],
      ['429', { status: 429 }, 'rate_limited'],
    ])('fails after %s instead of finding nothing', async (_, answer, kind) => {
      const scripted = await ScriptedProvider.start();
      scripted.answers(answer);
      expect((await failureOf(all(bench.impatientGateway(scripted.url), EVER))).kind).toBe(kind);
      await scripted.stop();
    });
  });
}

async function all(gateway: PaymentGateway, window: { from: Date; to: Date }): Promise<FoundPayment[]> {
  const found: FoundPayment[] = [];
  let cursor: string | null = null;
  do {
    const page: FoundPage = await gateway.search!.page(window, cursor);
    found.push(...page.found);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
