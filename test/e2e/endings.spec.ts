import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { ledgerEntries } from '../fixtures/books.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import type { Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let shops: Readonly<Record<string, Shop>>;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ JODO_SANDBOX_BASE_URL: world.simulator.url, PROVIDER_TIMEOUT_MS: '1000' });
  shops = {
    'a page of Dojo': await Shop.dojo(world),
    'a payment link of Jodo': await Shop.jodo(world, { product: 'payment_link' }),
    'an order of Jodo': await Shop.jodo(world),
  };
}, 90_000);

afterAll(() => world.close());

/** What nobody wants to be paid any more: closed, or watched where nothing can close it. */
const PAGES = [
  { page: 'a page of Dojo', closes: true },
  { page: 'a payment link of Jodo', closes: true },
  { page: 'an order of Jodo', closes: false },
];
const ENDS = [
  { end: 'canceled', body: undefined, path: 'cancel' },
  { end: 'recorded as paid', body: { method: 'cash', receivedAt: '2026-01-05T15:30:00Z' }, path: 'record' },
];

describe.each(PAGES)('$page', ({ page, closes }) => {
  let shop: Shop;

  beforeAll(() => {
    shop = shops[page]!;
  });

  /** The provider gives no answer to looks, until it is told to again. */
  const silent = (visit: Pick<Visit, 'reference'>, isSilent = true) =>
    shop.scenario({
      name: 'provider_500',
      operation: 'fetch',
      reference: visit.reference,
      times: isSilent ? 1000 : 0,
    });
  /** Paid without a word of it. */
  const paidSilently = async (visit: Visit) => {
    await shop.scenario({ name: 'webhook_lost', reference: visit.reference });
    await shop.pay(visit);
  };
  const entry = async ({ reference }: Visit) => {
    const entries = await ledgerEntries(world);
    return entries.find((each) => each.reference === reference)!;
  };

  describe.each(ENDS)('whose payment is $end', ({ path, body }) => {
    const end = ({ link }: Visit): Promise<Answer> => world.api.post(`/v1/payments/${link.paymentId}/${path}`, body);

    it(`is ${closes ? 'closed' : 'left open, and watched'}, and what is paid there afterwards is taken in and flagged`, async () => {
      const visit = await shop.visit();
      const ended = await end(visit);
      expect(ended.status).toBe(200);
      expect((await entry(visit)).payable).toBe(!closes);

      await shop.scenario({ name: 'paid_after_expiry', reference: visit.reference });
      await shop.pay(visit);
      const reason = path === 'cancel' ? 'late_payment' : 'surplus';
      const flagged = await patiently(async () => {
        const payment = await world.payment(visit.reference);
        return payment.review ? payment : undefined;
      }, 20_000);
      expect(flagged).toMatchObject({ status: 'paid', review: { reason } });
    });

    it('is paid where the payer was faster', async () => {
      const visit = await shop.visit();
      await paidSilently(visit);
      const answer = await end(visit);

      expect([answer.status, answer.json<{ code: string }>().code]).toEqual([409, 'state_conflict']);
      expect(await world.payment(visit.reference)).toMatchObject({ status: 'paid', recorded: null, review: null });
    });

    it('goes on while the provider gives no answer, and is paid if it was meanwhile', async () => {
      const visit = await shop.visit();
      await silent(visit);
      await paidSilently(visit);
      const answer = await end(visit);
      const meanwhile = await world.payment(visit.reference);
      await silent(visit, false);

      expect([answer.status, answer.json<{ code: string }>().code]).toEqual([503, 'provider_unavailable']);
      expect(meanwhile).toMatchObject({ status: 'pending', amountPaid: { value: 0 } });
      expect(await shop.becomes(visit.reference, 'paid')).toMatchObject({ recorded: null, review: null });
    });

    it('ends once the provider answers again', async () => {
      const visit = await shop.visit();
      await silent(visit);
      const refused = await end(visit);
      await silent(visit, false);

      expect(refused.status).toBe(503);
      const ended = await patiently(async () => {
        const answer = await end(visit);
        return answer.status === 200 ? answer : undefined;
      });
      expect(ended.json<PaymentDto>()).toMatchObject({ status: path === 'cancel' ? 'canceled' : 'paid', review: null });
    });

    if (closes) {
      it.each([
        ['was done, though nobody said so', 'provider_timeout_after_create', 200],
        ['got lost', 'provider_timeout', 502],
      ])('is looked at again where the closing %s', async (_, name, status) => {
        const visit = await shop.visit();
        await shop.scenario({ name, operation: 'cancel', reference: visit.reference });
        const answer = await end(visit);

        expect(answer.status).toBe(status);
        expect((await entry(visit)).payable).toBe(status !== 200);
        expect((await world.payment(visit.reference)).status === 'pending').toBe(status !== 200);
      });
    }
  });

  describe('whose payment’s time runs out', () => {
    const soon = () => ({ expiresAt: new Date(Date.now() + 2500).toISOString() });
    const isOver = ({ expiresAt }: PaymentDto) => Date.now() > new Date(expiresAt!).getTime() + 1000;

    it('while the provider gives no answer is no expired payment; it is paid if it was meanwhile', async () => {
      const visit = await shop.visit(soon());
      await silent(visit);
      await paidSilently(visit);
      const over = await patiently(async () => {
        const payment = await world.payment(visit.reference);
        return isOver(payment) ? payment : undefined;
      });
      await silent(visit, false);

      expect(over.status).toBe('pending');
      expect(await shop.becomes(visit.reference, 'paid')).toMatchObject({ review: null });
      const types = (await world.eventsAbout(visit.reference)).map(({ type }) => type);
      expect(types).not.toContain('payment.expired');
    });

    it('while the provider gives no answer expires once it says that nobody has paid', async () => {
      const visit = await shop.visit(soon());
      await silent(visit);
      await patiently(async () => (isOver(await world.payment(visit.reference)) ? true : undefined));
      await silent(visit, false);

      expect(await shop.becomes(visit.reference, 'expired')).toMatchObject({ review: null });
      await patiently(async () => ((await entry(visit)).payable === !closes ? true : undefined));
    });

    it('is taken in, and flagged, when it is paid after that', async () => {
      const visit = await shop.visit(soon());
      await shop.becomes(visit.reference, 'expired');
      await shop.scenario({ name: 'paid_after_expiry', reference: visit.reference });
      await shop.pay(visit);

      const paid = await shop.becomes(visit.reference, 'paid');
      expect(paid.review).toMatchObject({ reason: 'late_payment' });
      const types = (await world.eventsAbout(visit.reference)).map(({ type }) => type);
      expect(types.slice(-2)).toEqual(['payment.paid', 'payment.review_required']);
    });
  });
});
