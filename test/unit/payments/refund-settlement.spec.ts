import fc from 'fast-check';
import { Waker } from '../../../src/database/waker.js';
import { EventLog } from '../../../src/events/event-log.js';
import { explain, RefundSettlement } from '../../../src/payments/refund-settlement.js';
import type { Refund } from '../../../src/payments/refund.entity.js';
import { aCheckout, aConnection, anOwnerIn, aPayment, aRefund, CREATED_AT } from '../../support/builders.js';
import { openTestDatabase } from '../../support/test-database.js';

const told = (amountRefunded: number, refundedElsewhere = 0) => ({ amountRefunded, refundedElsewhere });

function gone(sum: ReturnType<typeof told>, ...refunds: Refund[]): number[] {
  return explain(sum, refunds).gone.map(({ amount }) => amount);
}

describe('what the provider’s one sum tells of our refunds', () => {
  it('is nothing while it has not grown', () => {
    expect(explain(told(0), [aRefund(50).accepted().build()])).toEqual({ gone: [], elsewhere: 0 });
  });

  it('is the success of one that was accepted', () => {
    expect(gone(told(50), aRefund(50).accepted().build())).toEqual([50]);
  });

  it('is the success of one whose outcome nobody knew', () => {
    expect(gone(told(50), aRefund(50).unknown().build())).toEqual([50]);
  });

  it('is no success of one that was not sent, whatever went back elsewhere', () => {
    expect(explain(told(50), [aRefund(50).build()])).toEqual({ gone: [], elsewhere: 50 });
  });

  it('finds what was accepted before what is only likely', () => {
    const unknown = aRefund(50).unknown().build();
    const accepted = aRefund(50).accepted().build();

    expect(explain(told(50), [unknown, accepted]).gone).toEqual([accepted]);
  });

  it('leaves out what has succeeded before, and what went back elsewhere', () => {
    expect(gone(told(120, 20), aRefund(50).succeeded().build(), aRefund(50).accepted().build())).toEqual([50]);
    expect(gone(told(119, 20), aRefund(50).succeeded().build(), aRefund(50).accepted().build())).toEqual([]);
  });

  it('puts nothing down to the provider’s counter while one of ours may be among it', () => {
    const inFlight = aRefund(70).sent().build();

    expect(explain(told(50), [inFlight])).toEqual({ gone: [], elsewhere: 0 });
    expect(explain(told(50), [])).toEqual({ gone: [], elsewhere: 50 });
  });

  it('never explains more than there is, in whatever state refunds are', () => {
    const refunds = fc.array(
      fc
        .record({
          amount: fc.integer({ min: 1, max: 500 }),
          state: fc.constantFrom('pending', 'sent', 'accepted', 'unknown'),
        })
        .map(({ amount, state }) => inState(amount, state)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(refunds, fc.nat(3000), fc.nat(500), (open, more, before) => {
        const { gone: found, elsewhere } = explain(told(before + more, before), open);
        const sum = found.reduce((total, { amount }) => total + amount, 0);
        expect(sum + elsewhere).toBeLessThanOrEqual(more);
        expect(elsewhere).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

function inState(amount: number, state: string): Refund {
  const refund = aRefund(amount);
  if (state === 'sent') return refund.sent().build();
  if (state === 'accepted') return refund.accepted().build();
  return state === 'unknown' ? refund.unknown().build() : refund.build();
}

describe('what went back elsewhere', () => {
  it('is noted before more is set aside, so that no later refund takes it for its own', async () => {
    const db = await openTestDatabase();
    const owner = await anOwnerIn(db.database);
    const connection = aConnection(owner);
    const payment = aPayment().in(owner).partiallyRefunded(40).build();
    const checkout = aCheckout().of(payment).at(connection).paid().with({ amountRefunded: 40 }).build();
    const failed = aRefund(40).of(checkout).failed().build();
    await db.database.write({ insert: [connection, payment, checkout] });
    await db.database.write({ insert: [failed] });
    const settlement = new RefundSettlement(new EventLog(new Waker(db.database, db.dataSource)));
    await db.transactor.run((tx) => settlement.settle(tx, { payment, checkout, at: CREATED_AT }));
    await db.close();

    expect(checkout.refundedElsewhere).toBe(40);
    expect(gone(checkout, aRefund(40).unknown().build())).toEqual([]);
  });
});
