import { Metrics } from '../../../src/common/metrics.js';
import { Look } from '../../../src/payments/look.entity.js';
import { LookLog } from '../../../src/payments/look-log.js';
import type { Checkout } from '../../../src/payments/checkout.entity.js';
import { aCheckout, aConnection, anOwnerIn, aPayment } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let checkout: Checkout;
const log = new LookLog(new Metrics());

beforeAll(async () => {
  db = await openTestDatabase();
});

afterAll(() => db.close());

beforeEach(async () => {
  const owner = await anOwnerIn(db.database);
  const connection = aConnection(owner);
  const payment = aPayment().in(owner).build();
  checkout = aCheckout().of(payment).at(connection).build();
  await db.database.write({ insert: [connection, payment, checkout] });
});

function note(minute: number, outcome: string, detail: string | null = null): Promise<void> {
  return log.note(db.database, checkout, { outcome, detail, at: at(minute), durationMs: minute });
}

function at(minute: number): Date {
  return new Date(Date.UTC(2026, 10, 20, 10, minute));
}

function looks(): Promise<Look[]> {
  return db.database.select(Look, 'WHERE checkout_id = $1 ORDER BY first_at', [checkout.id]);
}

describe('looks with the same answer in a row', () => {
  it('are one row, which counts them', async () => {
    for (const minute of [1, 2, 3]) await note(minute, 'open');

    expect(await looks()).toMatchObject([
      { outcome: 'open', detail: null, times: 3, firstAt: at(1), lastAt: at(3), durationMs: 3 },
    ]);
  });

  it('end with another answer, and begin anew when the first comes back', async () => {
    await note(1, 'open');
    await note(2, 'not_sent', 'fetchPayment: timeout');
    await note(3, 'not_sent', 'fetchPayment: refused');
    await note(4, 'open');

    expect((await looks()).map(({ outcome, times }) => [outcome, times])).toEqual([
      ['open', 1],
      ['not_sent', 1],
      ['not_sent', 1],
      ['open', 1],
    ]);
  });

  it('are of one checkout', async () => {
    await note(1, 'open');
    const first = checkout;
    checkout = aCheckout()
      .with({ ...first.key, paymentId: first.paymentId, connectionId: first.connectionId })
      .closed()
      .with({ id: aCheckout().build().id })
      .build();
    await db.database.write({ insert: [checkout] });
    await note(2, 'open');

    expect(await looks()).toMatchObject([{ times: 1, firstAt: at(2) }]);
  });
});

it('keeps five hundred characters of what a provider said', async () => {
  await note(1, 'unrecognised', 'x'.repeat(2000));

  expect((await looks())[0]!.detail).toHaveLength(500);
});
