import fc from 'fast-check';
import type { FoundPayment, SnapshotState } from '../../../src/gateways/payment-gateway.js';
import { antiJoin, isDifferent, missingOf, type KnownCheckout } from '../../../src/reconciliation/anti-join.js';

const gbp = (value: number) => ({ value, currency: 'GBP' });
const OPEN: SnapshotState = { status: 'open' };
const PAID: SnapshotState = { status: 'paid', paid: gbp(1050), refunded: gbp(0) };
const PARTLY_BACK: SnapshotState = { status: 'paid', paid: gbp(1050), refunded: gbp(50) };
const HELD: SnapshotState = { status: 'authorized', authorized: gbp(1050) };
const CANCELED: SnapshotState = { status: 'closed', reason: 'canceled' };
const REVERSED: SnapshotState = { status: 'closed', reason: 'reversed' };

function found(providerPaymentId: string, state: SnapshotState = OPEN): FoundPayment {
  return {
    checkoutId: null,
    checkout: {
      providerPaymentId,
      url: 'https://pay.example.com',
      amount: gbp(1050),
      reference: null,
      expiresAt: null,
    },
    snapshot: { providerPaymentId, reference: null, ...state },
    createdAt: new Date('2026-11-20T09:00:00Z'),
  };
}

function row(providerPaymentId: string, changes: Partial<KnownCheckout> = {}): KnownCheckout {
  return {
    id: `row of ${providerPaymentId}`,
    providerPaymentId,
    status: 'open',
    amountPaid: 0,
    amountRefunded: 0,
    lastDeclineId: null,
    ...changes,
  };
}

const paidRow = (amountRefunded = 0) => row('p', { status: 'paid', amountPaid: 1050, amountRefunded });

describe('two lists of payments', () => {
  it('say of every payment exactly once on which side it is, however pages overlap', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map((number) => `pi_${number}`));
    fc.assert(
      fc.property(ids, ids, fc.array(fc.nat()), (there, here, again) => {
        const repeated = again.flatMap((index) => (there.length === 0 ? [] : [there[index % there.length]!]));
        const listed = [...there, ...repeated].map((id) => found(id, PAID));
        const rows = here.map((id) => row(id));
        const { strangers, different } = antiJoin(listed, rows);
        const missing = missingOf(rows, new Set(there));

        const known = new Set(here);
        const seen = new Set(there);
        expect(strangers.map(({ checkout }) => checkout.providerPaymentId)).toEqual(
          there.filter((id) => !known.has(id)),
        );
        expect(different.map(({ providerPaymentId }) => providerPaymentId)).toEqual(
          there.filter((id) => known.has(id)),
        );
        expect(missing.map(({ providerPaymentId }) => providerPaymentId)).toEqual(here.filter((id) => !seen.has(id)));
      }),
    );
  });

  it('do not miss what is closed or was never made', () => {
    expect(missingOf([row('p', { status: 'closed' }), row('q', { providerPaymentId: null })], new Set())).toEqual([]);
  });
});

describe('one payment on both sides', () => {
  it.each<[string, KnownCheckout, SnapshotState]>([
    ['open', row('p'), OPEN],
    ['open and being paid', row('p'), { status: 'processing' }],
    ['held', row('p', { status: 'authorized' }), HELD],
    ['paid', paidRow(), PAID],
    ['partly refunded', paidRow(50), PARTLY_BACK],
    ['reversed', paidRow(1050), REVERSED],
    ['closed', row('p', { status: 'closed' }), CANCELED],
  ])('is the same where it is %s', (_, known, state) => {
    expect(isDifferent(known, found('p', state).snapshot)).toBe(false);
  });

  it.each<[string, KnownCheckout, SnapshotState]>([
    ['was paid there', row('p'), PAID],
    ['is held there', row('p'), HELD],
    ['was closed there', row('p'), CANCELED],
    ['can be paid there, and is closed here', row('p', { status: 'closed' }), OPEN],
    ['was paid there, and is closed here', row('p', { status: 'closed' }), PAID],
    ['gave back more there', paidRow(), PARTLY_BACK],
    ['was reversed there', paidRow(), REVERSED],
    ['is paid here, and canceled there', paidRow(), CANCELED],
    ['is paid here, and open there', paidRow(), OPEN],
    ['is something there that we do not understand', row('p'), { status: 'unrecognised', providerStatus: 'Odd' }],
  ])('differs where it %s', (_, known, state) => {
    expect(isDifferent(known, found('p', state).snapshot)).toBe(true);
  });

  it('differs by a decline that was not told yet', () => {
    const lastDecline = { id: 'tx_1', at: new Date(), code: null, message: null };
    const snapshot = { ...found('p').snapshot, lastDecline };
    expect(isDifferent(row('p'), snapshot)).toBe(true);
    expect(isDifferent(row('p', { lastDeclineId: 'tx_1' }), snapshot)).toBe(false);
  });
});
