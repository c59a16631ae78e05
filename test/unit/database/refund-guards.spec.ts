import type { Connection } from '../../../src/connections/connection.entity.js';
import type { Checkout } from '../../../src/payments/checkout.entity.js';
import type { Refund } from '../../../src/payments/refund.entity.js';
import { aCheckout, aConnection, anOwnerIn, aPayment, aRefund, type Owner } from '../../support/builders.js';
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

async function paid(changes: Partial<Checkout> = {}): Promise<Checkout> {
  const payment = aPayment().in(owner).paid().build();
  const checkout = aCheckout().of(payment).at(connection).paid().with(changes).build();
  await db.database.write({ insert: [payment, checkout] });
  return checkout;
}

const insert = (...refunds: Refund[]) => db.database.write({ insert: refunds });

async function stored(refund: Refund): Promise<Refund> {
  await insert(refund);
  return refund;
}

function update({ id }: Refund, assignments: string): Promise<number> {
  return db.database.run(`UPDATE refunds SET ${assignments} WHERE id = $1`, [id]);
}

describe('the database lets refunds', () => {
  it('add up to what was paid', async () => {
    const checkout = await paid();
    await insert(aRefund(1000).of(checkout).build());
    await expect(insert(aRefund(51).of(checkout).build())).rejects.toThrow('more than was paid');
    await expect(insert(aRefund(50).of(checkout).build())).resolves.toBeUndefined();
  });

  it('have the room of those that failed', async () => {
    const checkout = await paid();
    await insert(aRefund(1000).of(checkout).failed().build());
    await expect(insert(aRefund(1050).of(checkout).build())).resolves.toBeUndefined();
  });

  it('not have the room of what went back elsewhere', async () => {
    const checkout = await paid({ amountRefunded: 1000, refundedElsewhere: 1000 });
    await expect(insert(aRefund(51).of(checkout).build())).rejects.toThrow('more than was paid');
  });

  it('add up even where two are written at the same moment', async () => {
    const checkout = await paid();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => insert(aRefund(400).of(checkout).build())));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  it('fit the payment, its checkout and its currency', async () => {
    const [one, other] = [await paid(), await paid()];
    const mixed = aRefund(1).of(one).with({ checkoutId: other.id }).build();
    await expect(insert(mixed)).rejects.toThrow('fits no payment');
    await expect(insert(aRefund(1).of(one).with({ currency: 'EUR' }).build())).rejects.toThrow('fits no payment');
  });
});

describe('the database lets a refund', () => {
  it.each<[string, (checkout: Checkout) => Refund, string]>([
    ['fail after its success', (checkout) => aRefund(1).of(checkout).succeeded().build(), `status = 'failed'`],
    ['succeed after it failed', (checkout) => aRefund(1).of(checkout).failed().build(), `status = 'succeeded'`],
    ['be pending after nobody knew', (checkout) => aRefund(1).of(checkout).unknown().build(), `status = 'pending'`],
    [
      'have another name at the provider',
      (checkout) => aRefund(1).of(checkout).accepted().build(),
      `provider_refund_id = 'x'`,
    ],
    ['be of another amount', (checkout) => aRefund(1).of(checkout).build(), 'amount = 2'],
    ['go back to an older claim', (checkout) => aRefund(1).of(checkout).with({ fence: 2 }).build(), 'fence = 1'],
  ])('never %s', async (_, make, assignments) => {
    const refund = await stored(make(await paid()));
    await expect(update(refund, assignments)).rejects.toThrow(/must not/);
  });

  it('never vanish', async () => {
    const { id } = await stored(
      aRefund(1)
        .of(await paid())
        .build(),
    );
    await expect(db.database.run('DELETE FROM refunds WHERE id = $1', [id])).rejects.toThrow('must not be deleted');
  });

  it('succeed, known or not', async () => {
    for (const refund of [aRefund(1), aRefund(1).unknown()]) {
      const row = await stored(refund.of(await paid()).build());
      expect(await update(row, `status = 'succeeded', due_at = NULL`)).toBe(1);
    }
  });

  it('be unknown only once the provider may know of it', async () => {
    const refund = await stored(
      aRefund(1)
        .of(await paid())
        .build(),
    );
    await expect(update(refund, `status = 'unknown'`)).rejects.toThrow('refunds_unknown_was_sent');
  });
});
