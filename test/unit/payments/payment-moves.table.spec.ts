import { PAYMENT_MOVES, PAYMENT_STATUSES } from '../../../src/payments/payment-status.js';
import { openTestDatabase } from '../../support/test-database.js';

describe('the table of moves', () => {
  it('is the same in the database', async () => {
    const { database, close } = await openTestDatabase();
    const rows = await database.query<{ from_status: string; to_status: string }>(
      'SELECT from_status, to_status FROM payment_moves WHERE steps = 1',
    );
    await close();
    const stored = rows.map((row) => `${row.from_status} -> ${row.to_status}`);
    const known = PAYMENT_STATUSES.flatMap((from) => PAYMENT_MOVES[from].map((to) => `${from} -> ${to}`));
    expect(stored.sort()).toEqual(known.sort());
  });
});
