import { Metrics } from '../../../src/common/metrics.js';
import { newId, toPublicId } from '../../../src/common/ids.js';
import type { Connection } from '../../../src/connections/connection.entity.js';
import { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { FoundPage, FoundPayment } from '../../../src/gateways/payment-gateway.js';
import type { CheckoutAdoption, Orphan } from '../../../src/payments/checkout-adoption.service.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import type { PaymentSync } from '../../../src/payments/payment-sync.service.js';
import { DayComparison } from '../../../src/reconciliation/day-comparison.service.js';
import { OwnCheckouts } from '../../../src/reconciliation/own-checkouts.query.js';
import { dayOf } from '../../../src/reconciliation/reconciliation-days.js';
import { StrangersService } from '../../../src/reconciliation/strangers.service.js';
import { aCheckout, aConnection, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const MINUTE_MS = 60_000;

let db: TestDataSource;
let owner: Owner;
let connection: Connection;
let payment: Payment;
let now: Date;

const asked: string[] = [];
const orphans: Orphan[] = [];

beforeEach(async () => {
  db = await openTestDatabase();
  owner = await anOwnerIn(db.database);
  connection = aConnection(owner);
  payment = aPayment().in(owner).build();
  now = new Date();
  await db.database.write({ insert: [connection, payment] });
  asked.length = 0;
  orphans.length = 0;
});

afterEach(() => db.close());

/** Lists these pages as the provider's; one that is an error fails there. */
function compare(...pages: readonly (readonly FoundPayment[] | GatewayError)[]) {
  const sync = { askUnhurried: async (_: unknown, ids: string[]) => void asked.push(...ids) };
  const adoption = { adopt: async (orphan: Orphan) => orphans.push(orphan) > 0 };
  const search = {
    page: async (_: unknown, cursor: string | null): Promise<FoundPage> => {
      const number = Number(cursor ?? 0);
      const page = pages[number] ?? [];
      if (page instanceof GatewayError) throw page;
      return { found: page, next: number + 1 < pages.length ? String(number + 1) : null };
    },
  };
  const comparison = new DayComparison(
    new OwnCheckouts(db.database),
    new StrangersService(db.database),
    adoption as unknown as CheckoutAdoption,
    sync as unknown as PaymentSync,
    new Metrics(),
    new RecordingLogger(),
  );
  const through = new Date(now.getTime() + 20 * MINUTE_MS);
  const { signal } = new AbortController();
  return comparison.compare({ connection, search, day: dayOf(now), through, toleranceMs: MINUTE_MS, signal });
}

function found(providerPaymentId: string, changes: Partial<FoundPayment> = {}): FoundPayment {
  return {
    checkoutId: null,
    checkout: {
      providerPaymentId,
      url: 'https://pay.example.com',
      amount: payment.money,
      reference: payment.reference,
      expiresAt: null,
    },
    snapshot: { providerPaymentId, reference: payment.reference, status: 'open' },
    createdAt: now,
    ...changes,
  };
}

async function stored(build: (builder: ReturnType<typeof aCheckout>) => ReturnType<typeof aCheckout>) {
  const checkout = build(aCheckout().of(payment).at(connection).with({ createdAt: now })).build();
  await db.database.write({ insert: [checkout] });
  return checkout;
}

const ours = (id: string) => ({ checkoutId: toPublicId('checkout', id) });

describe('the comparison of a day', () => {
  it('finds a page whose checkout has another one, and the same page on two pages once', async () => {
    const checkout = await stored((builder) => builder);
    const lost = found('pi_lost', ours(checkout.id));
    const figures = await compare([lost, found(checkout.providerPaymentId!)], [lost]);

    expect(orphans).toMatchObject([{ paymentId: payment.id, by: 'checkout', lostAt: checkout.createdAt }]);
    expect(figures).toEqual({ listed: 2, unknown: 0, inFlight: 0, differences: 0, missing: 0, asked: 0 });
  });

  it('leaves a page alone whose row is being made', async () => {
    const checkout = await stored((builder) => builder.creating());
    expect(await compare([found('pi_young', ours(checkout.id))])).toMatchObject({ listed: 1, inFlight: 1, unknown: 0 });
    expect(orphans).toEqual([]);
  });

  it('knows a page again by reference and amount when its row is gone, but not what has neither', async () => {
    const later = aPayment()
      .in(owner)
      .with({ createdAt: new Date(now.getTime() + 5 * MINUTE_MS) })
      .build();
    await db.database.write({ insert: [later] });
    const madeFor = (providerPaymentId: string, changes: object) => {
      const like = found(providerPaymentId, ours(newId()));
      return { ...like, checkout: { ...like.checkout, ...changes } };
    };
    const figures = await compare([
      madeFor('pi_restored', {}),
      madeFor('pi_other_amount', { amount: { value: 1, currency: 'GBP' } }),
      madeFor('pi_older_than_its_payment', { reference: later.reference }),
      found('pi_by_hand'),
    ]);
    expect(orphans).toMatchObject([{ paymentId: payment.id, by: 'reference', lostAt: null }]);
    expect(figures).toMatchObject({ listed: 4, unknown: 3 });
  });

  it("takes another account's page for nobody's, though it has the same reference", async () => {
    const other = await anOwnerIn(db.database);
    const theirs = aPayment().in(other).with({ reference: payment.reference }).build();
    const theirConnection = aConnection(other);
    const checkout = aCheckout().of(theirs).at(theirConnection).build();
    await db.database.write({ insert: [theirConnection, theirs, checkout] });

    expect(await compare([found(checkout.providerPaymentId!, ours(checkout.id))])).toMatchObject({ unknown: 1 });
    expect(orphans).toEqual([]);
  });

  it("leaves another connection's page to that connection", async () => {
    const second = aConnection(owner);
    await db.database.write({ insert: [second] });
    const checkout = await stored((builder) => builder.at(second).closed().with({ providerPaymentId: null }));

    expect(await compare([found('pi_of_the_second', ours(checkout.id))])).toMatchObject({ unknown: 1 });
    expect(orphans).toEqual([]);
  });

  it('asks for a look at what stands otherwise there, and at what is not listed', async () => {
    const open = await stored((builder) => builder);
    const figures = await compare([]);
    expect({ figures, asked }).toMatchObject({ figures: { listed: 0, missing: 1, asked: 1 }, asked: [open.id] });

    asked.length = 0;
    const snapshot = {
      providerPaymentId: open.providerPaymentId!,
      reference: null,
      status: 'closed',
      reason: 'expired',
    } as const;
    expect(await compare([found(open.providerPaymentId!, { snapshot })])).toMatchObject({ differences: 1, missing: 0 });
    expect(asked).toEqual([open.id]);
  });

  it('concludes nothing from a list that could not be read to its end', async () => {
    await stored((builder) => builder);
    const failure = new GatewayError({ kind: 'not_sent', operation: 'search', detail: 'down' });
    await expect(compare([], failure)).rejects.toBe(failure);
    expect(asked).toEqual([]);
  });
});
