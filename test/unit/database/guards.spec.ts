import { violatedConstraint } from '../../../src/database/database-error.js';
import type { Connection } from '../../../src/connections/connection.entity.js';
import type { Checkout } from '../../../src/payments/checkout.entity.js';
import { PAYMENT_STATUSES, mayMove } from '../../../src/payments/payment-status.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import { aCheckout, aConnection, aLink, anEvent, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let owner: Owner;
let connection: Connection;

beforeAll(async () => {
  db = await openTestDatabase();
  owner = await anOwnerIn(db.database);
  connection = aConnection(owner);
  await db.database.write({ insert: [connection] });
});

afterAll(() => db.close());

async function stored(payment: Payment): Promise<Payment> {
  await db.database.write({ insert: [payment] });
  return payment;
}

async function storedCheckout(make: (payment: Payment) => Checkout): Promise<Checkout> {
  const payment = aPayment().in(owner).pending().build();
  const checkout = make(payment);
  await db.database.write({ insert: [payment, checkout] });
  return checkout;
}

function update(table: string, row: { id: string }, assignments: string): Promise<number> {
  return db.database.run(`UPDATE ${table} SET ${assignments} WHERE id = $1`, [row.id]);
}

async function refusal(statement: Promise<unknown>): Promise<string | undefined> {
  return statement.then(
    () => undefined,
    (error: unknown) => violatedConstraint(error) ?? (error as Error).message,
  );
}

describe('the database lets a payment', () => {
  const moves = PAYMENT_STATUSES.flatMap((from) => PAYMENT_STATUSES.map((to) => ({ from, to }))).filter(
    ({ from, to }) => from !== to,
  );

  it('move by one version exactly as the table of moves says', async () => {
    const wrong: string[] = [];
    for (const { from, to } of moves) {
      const payment = await stored(aPayment().in(owner).inState(from).build());
      const refused = await refusal(update('payments', payment, `status = '${to}', version = version + 1`));
      if (mayMove(from, to) === (refused !== undefined)) wrong.push(`${from} -> ${to}`);
    }
    expect(wrong).toEqual([]);
  });

  it('make several moves at once when the version counts them', async () => {
    const payment = await stored(aPayment().in(owner).pending().build());
    const assignments = `status = 'refunded', amount_paid = 1050, amount_refunded = 1050, version = version + 2`;
    expect(await update('payments', payment, assignments)).toBe(1);
  });

  it('never become unpaid, however many versions are counted', async () => {
    const payment = await stored(aPayment().in(owner).paid().build());
    expect(await refusal(update('payments', payment, `status = 'open', version = version + 9`))).toMatch(
      /must not move from paid to open/,
    );
  });

  it('keep its state when the version does not grow', async () => {
    const payment = await stored(aPayment().in(owner).build());
    expect(await refusal(update('payments', payment, `status = 'pending'`))).toMatch(/from open to pending/);
  });
});

describe('the database refuses', () => {
  it.each([
    ['a smaller version', 'version = version - 1', /backwards/],
    ['a smaller paid sum', 'amount_paid = amount_paid - 1', /backwards/],
    ['another reference', `reference = reference || 'x'`, /identity/],
    ['another moment of creation', 'created_at = now()', /identity/],
    ['more given back than was taken', 'amount_refunded = amount_paid + 1', /payments_refunded_within_paid/],
    ['an unknown status', `status = 'lost', version = version + 1`, /must not move from paid to lost/],
  ])('%s of a payment', async (_, assignments, reason) => {
    const payment = await stored(aPayment().in(owner).paid().build());
    expect(await refusal(update('payments', payment, assignments))).toMatch(reason);
  });

  it('a smaller refunded sum of a payment', async () => {
    const payment = await stored(aPayment().in(owner).partiallyRefunded(50).build());
    expect(await refusal(update('payments', payment, 'amount_refunded = 49'))).toMatch(/backwards/);
  });

  it('another amount or currency once there is a checkout', async () => {
    const { paymentId } = await storedCheckout((payment) => aCheckout().of(payment).at(connection).build());
    for (const assignment of ['amount = 1', `currency = 'EUR'`]) {
      expect(await refusal(update('payments', { id: paymentId }, assignment))).toMatch(/fixed by its first checkout/);
    }
  });

  it('no other amount before the first checkout', async () => {
    const payment = await stored(aPayment().in(owner).build());
    expect(await refusal(update('payments', payment, 'amount = 2000'))).toBeUndefined();
  });

  it.each([0, 100_000_000_000])('an amount of %d', async (amount) => {
    expect(await refusal(stored(aPayment().in(owner).of(amount, 'GBP').build()))).toBe('payments_amount');
  });

  it('the deletion of payments, checkouts and events', async () => {
    const { id, paymentId } = await storedCheckout((payment) => aCheckout().of(payment).at(connection).build());
    const event = anEvent(owner);
    await db.database.write({ insert: [event] });
    const remove = (table: string, row: string) =>
      refusal(db.database.run(`DELETE FROM ${table} WHERE id = $1`, [row]));
    expect(await remove('checkouts', id)).toMatch(/must not be deleted/);
    expect(await remove('payments', paymentId)).toMatch(/must not be deleted/);
    expect(await remove('events', event.id)).toMatch(/is history/);
  });

  it('a reference that another payment of the account has', async () => {
    const { reference } = await stored(aPayment().in(owner).build());
    expect(await refusal(stored(aPayment().in(owner).with({ reference }).build()))).toBe('payments_reference');
  });
});

describe('a checkout in the database', () => {
  it.each([
    ['changes its provider payment', `provider_payment_id = 'pi_other'`],
    ['forgets its provider payment', `provider_payment_id = NULL, status = 'closed'`],
    ['becomes unpaid', `status = 'closed'`],
    ['gives a paid sum up', 'amount_paid = 0'],
    ['goes back to an older fence', 'fence = fence - 1'],
  ])('never %s', async (_, assignments) => {
    const checkout = await storedCheckout((payment) =>
      aCheckout().of(payment).at(connection).paid().with({ fence: 3 }).build(),
    );
    expect(await refusal(update('checkouts', checkout, assignments))).toMatch(/keeps its provider payment|backwards/);
  });

  it('is not paid without its proof', async () => {
    const paid = storedCheckout((payment) =>
      aCheckout().of(payment).at(connection).paid().with({ evidence: null }).build(),
    );
    expect(await refusal(paid)).toBe('checkouts_paid_has_evidence');
  });

  it('is not open before the provider has named it', async () => {
    const nameless = storedCheckout((payment) =>
      aCheckout().of(payment).at(connection).with({ providerPaymentId: null }).build(),
    );
    expect(await refusal(nameless)).toBe('checkouts_created');
  });

  it('is the only live one of its payment', async () => {
    const live = await storedCheckout((payment) => aCheckout().of(payment).at(connection).build());
    const second = (checkout: Checkout) => refusal(db.database.write({ insert: [checkout] }));
    const sibling = () => aCheckout().with({ accountId: owner.accountId, paymentId: live.paymentId }).at(connection);
    expect(await second(sibling().creating().build())).toBe('checkouts_one_live');
    expect(await second(sibling().closed().build())).toBeUndefined();
    await update('checkouts', live, `status = 'closed'`);
    expect(await second(sibling().creating().build())).toBeUndefined();
  });

  it('shares its provider payment with no other', async () => {
    const { providerPaymentId } = await storedCheckout((payment) => aCheckout().of(payment).at(connection).build());
    const twin = storedCheckout((payment) =>
      aCheckout().of(payment).at(connection).with({ providerPaymentId }).build(),
    );
    expect(await refusal(twin)).toBe('checkouts_provider_payment');
  });
});

describe('an event in the database', () => {
  async function storedEvent(fields = {}) {
    const event = anEvent(owner, { data: { amount: 1050 }, ...fields });
    await db.database.write({ insert: [event] });
    return event;
  }

  it('is numbered once', async () => {
    const event = await storedEvent();
    expect(await update('events', event, 'sequence = 900001')).toBe(1);
    expect(await refusal(update('events', event, 'sequence = 900002'))).toMatch(/is history/);
  });

  it.each([
    ['data', `data = '{"amount":1}'`],
    ['type', `type = 'payment.paid'`],
    ['time', 'created_at = now()'],
    ['position', 'position = position + 1'],
    ['previous', `previous = '{}'`],
    ['endpoint', 'endpoint_id = new_id()'],
  ])('keeps its %s even while it is numbered', async (_, assignment) => {
    const event = await storedEvent();
    expect(await refusal(update('events', event, assignment))).toMatch(/is history/);
    expect(await refusal(update('events', event, `${assignment}, sequence = 900003`))).toMatch(/is history/);
  });

  it('stands alone for its version of a payment', async () => {
    const paymentId = aPayment().build().id;
    await storedEvent({ paymentId, paymentVersion: 1 });
    expect(await refusal(storedEvent({ paymentId, paymentVersion: 1 }))).toBe('events_one_per_version');
  });
});

describe('keys that carry account and mode', () => {
  let live: Owner;
  let liveConnection: Connection;
  let stranger: Owner;
  let strangersConnection: Connection;

  beforeAll(async () => {
    live = { accountId: owner.accountId, mode: 'live' };
    liveConnection = aConnection(live);
    stranger = await anOwnerIn(db.database);
    strangersConnection = aConnection(stranger);
    await db.database.write({ insert: [liveConnection, strangersConnection] });
  });

  it('keep a sandbox payment from naming a live connection', async () => {
    const payment = aPayment().in(owner).with({ connectionId: liveConnection.id }).build();
    expect(await refusal(stored(payment))).toBe('payments_connection');
  });

  it('keep a checkout from naming a live or a foreign connection', async () => {
    for (const foreign of [liveConnection, strangersConnection]) {
      const checkout = storedCheckout((payment) => aCheckout().of(payment).at(foreign).build());
      expect(await refusal(checkout)).toBe('checkouts_connection');
    }
  });

  it('keep a checkout and a link from naming the payment of another account', async () => {
    const theirs = await stored(aPayment().in(stranger).build());
    const link = Object.assign(aLink(theirs), owner);
    const checkout = aCheckout().of(theirs).at(connection).with(owner).build();
    expect(await refusal(db.database.write({ insert: [link] }))).toBe('links_payment');
    expect(await refusal(db.database.write({ insert: [checkout] }))).toBe('checkouts_payment');
  });

  it('keep a row from an account that does not exist', async () => {
    const payment = aPayment().in({ accountId: aPayment().build().id, mode: 'sandbox' }).build();
    expect(await refusal(stored(payment))).toBe('payments_account');
  });

  it('let the same reference stand in sandbox and live', async () => {
    const { reference } = await stored(aPayment().in(owner).build());
    expect(await refusal(stored(aPayment().in(live).with({ reference }).build()))).toBeUndefined();
  });
});
