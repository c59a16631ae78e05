import { jest } from '@jest/globals';
import type { EventLog } from '../../../src/events/event-log.js';
import type { Waker } from '../../../src/database/waker.js';
import { PaymentDescriptions } from '../../../src/payments/payment-descriptions.js';
import { PaymentLinks } from '../../../src/payments/payment-links.js';
import { PaymentsRepository } from '../../../src/payments/payments.repository.js';
import { toPublicId } from '../../../src/common/ids.js';
import { aCheckout, aConnection, anOwnerIn, aPayment, CREATED_AT } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let descriptions: PaymentDescriptions;

beforeAll(async () => {
  db = await openTestDatabase();
  const links = new PaymentLinks();
  links.provide({ of: async () => new Map(), endMoved: async () => undefined, dueMoved: async () => undefined });
  descriptions = new PaymentDescriptions(
    new PaymentsRepository(db.database, undefined as unknown as EventLog, undefined as unknown as Waker),
    links,
  );
});

afterAll(() => db.close());

describe('a page of payments', () => {
  it('costs one query for all of their checkouts, and shows the newest of each', async () => {
    const owner = await anOwnerIn(db.database);
    const connection = aConnection(owner);
    const payments = Array.from({ length: 30 }, () => aPayment().in(owner).build());
    const older = payments.map((payment) => aCheckout().of(payment).at(connection).closed().build());
    const newer = payments.slice(1).map((payment) =>
      aCheckout()
        .of(payment)
        .at(connection)
        .with({ createdAt: new Date(CREATED_AT.getTime() + 1) })
        .build(),
    );
    await db.database.write({ insert: [connection, ...payments, ...older, ...newer] });
    const query = jest.spyOn(db.database, 'query');
    const shown = await descriptions.ofAll(payments);
    const queries = query.mock.calls.length;
    query.mockRestore();

    expect(queries).toBe(1);
    expect(shown.map(({ checkout }) => checkout?.id)).toEqual(
      [older[0]!, ...newer].map(({ id }) => toPublicId('checkout', id)),
    );
  });

  it('costs nothing where it is empty', async () => {
    expect(await descriptions.ofAll([])).toEqual([]);
  });
});
