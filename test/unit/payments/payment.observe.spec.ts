import type { SnapshotState } from '../../../src/gateways/payment-gateway.js';
import type { Checkout } from '../../../src/payments/checkout.entity.js';
import { PAYMENT_STATUSES, type PaymentStatus } from '../../../src/payments/payment-status.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import { aCheckout, aDecline, aPayment, CREATED_AT, money, paidInFull, snapshotOf } from '../../support/builders.js';

const AT = new Date('2026-11-20T10:00:00.000Z');

function see(payment: Payment, checkout: Checkout, state: SnapshotState, facts = {}): string[] {
  payment.steps.length = 0;
  payment.observe(checkout, snapshotOf(payment, state, facts), AT);
  return payment.steps.map(({ type }) => type);
}

describe('a payment whose checkout is open', () => {
  it.each(['open', 'processing'] as const)('stays pending while the provider says %s', (status) => {
    const payment = aPayment().pending().build();
    expect(see(payment, aCheckout().build(), { status })).toEqual([]);
    expect(payment.status).toBe('pending');
  });

  it('is paid once the provider took the whole amount', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    expect(see(payment, checkout, paidInFull(payment))).toEqual(['payment.paid']);
    expect(payment).toMatchObject({
      status: 'paid',
      amountPaid: 1050,
      paidAt: AT,
      bookingStatus: 'unbooked',
      version: 3,
    });
    expect(checkout).toMatchObject({ status: 'paid', amountPaid: 1050, isLive: false });
  });

  it('keeps the snapshot that proves the money', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, paidInFull(payment));
    expect(checkout.evidence).toEqual(snapshotOf(payment, paidInFull(payment)));
  });

  it('keeps with that snapshot why an earlier try was declined', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, paidInFull(payment), { lastDecline: aDecline() });
    expect(checkout.evidence).toMatchObject({ lastDecline: { message: 'Do not honor' } });
  });

  it('stays pending when the provider says once more that an earlier page is closed', () => {
    const payment = aPayment().pending().build();
    expect(see(payment, aCheckout().closed().build(), { status: 'closed', reason: 'expired' })).toEqual([]);
    expect(payment.status).toBe('pending');
  });

  it('is authorized while the money is held, and paid when it is taken', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    expect(see(payment, checkout, { status: 'authorized', authorized: payment.money })).toEqual(['payment.authorized']);
    expect(see(payment, checkout, paidInFull(payment))).toEqual(['payment.paid']);
    expect(payment.status).toBe('paid');
  });

  it('is canceled when held money is let go', () => {
    const payment = aPayment().authorized().build();
    const checkout = aCheckout().authorized().build();
    expect(see(payment, checkout, { status: 'closed', reason: 'canceled' })).toEqual(['payment.canceled']);
    expect(payment.status).toBe('canceled');
  });

  it.each(['canceled', 'expired', 'reversed'] as const)(
    'is open again when the page ends %s and untouched',
    (reason) => {
      const payment = aPayment().pending().build();
      const checkout = aCheckout().build();
      expect(see(payment, checkout, { status: 'closed', reason })).toEqual(['payment.updated']);
      expect(payment.status).toBe('open');
      expect(checkout).toMatchObject({ status: 'closed', closedReason: reason, closedAt: AT });
    },
  );

  it('has failed when the page ends after a decline', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, { status: 'open' }, { lastDecline: aDecline() });
    expect(see(payment, checkout, { status: 'closed', reason: 'expired' })).toEqual(['payment.failed']);
    expect(payment.status).toBe('failed');
  });

  it('tells the decline before the failure when both are news', () => {
    const payment = aPayment().pending().build();
    const lastDecline = aDecline();
    expect(see(payment, aCheckout().build(), { status: 'closed', reason: 'expired' }, { lastDecline })).toEqual([
      'payment.declined',
      'payment.failed',
    ]);
  });

  it('is paid on a page that had declined a try before', () => {
    const payment = aPayment().pending().build();
    expect(see(payment, aCheckout().build(), paidInFull(payment), { lastDecline: aDecline() })).toEqual([
      'payment.declined',
      'payment.paid',
    ]);
  });
});

describe('a decline', () => {
  it('is told once and leaves the payment pending', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    const lastDecline = aDecline();
    expect(see(payment, checkout, { status: 'open' }, { lastDecline })).toEqual(['payment.declined']);
    expect(see(payment, checkout, { status: 'open' }, { lastDecline })).toEqual([]);
    expect(payment).toMatchObject({
      status: 'pending',
      lastDecline: { at: '2026-11-20T09:30:00.000Z', code: '05', message: 'Do not honor' },
    });
  });

  it('is told again when the payer tries again', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, { status: 'open' }, { lastDecline: aDecline('try_1') });
    const lastDecline = aDecline('try_2', new Date('2026-11-20T09:40:00.000Z'));
    expect(see(payment, checkout, { status: 'open' }, { lastDecline })).toEqual(['payment.declined']);
    expect(payment.lastDecline?.at).toBe('2026-11-20T09:40:00.000Z');
  });

  it('that an old answer repeats is not news', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    const [first, second] = [aDecline('try_1'), aDecline('try_2', new Date('2026-11-20T09:40:00.000Z'))];
    for (const lastDecline of [first, second]) see(payment, checkout, { status: 'open' }, { lastDecline });
    expect(see(payment, checkout, { status: 'open' }, { lastDecline: first })).toEqual([]);
    expect(see(payment, checkout, { status: 'open' }, { lastDecline: second })).toEqual([]);
    expect(payment.lastDecline?.at).toBe('2026-11-20T09:40:00.000Z');
  });

  it('on another page is news, though the payer has tried later on the first', () => {
    const payment = aPayment().pending().build();
    const later = aDecline('try_2', new Date('2026-11-20T09:40:00.000Z'));
    see(payment, aCheckout().build(), { status: 'open' }, { lastDecline: later });
    expect(see(payment, aCheckout().build(), { status: 'open' }, { lastDecline: aDecline('try_1') })).toEqual([
      'payment.declined',
    ]);
  });

  it('at the very moment of the one before is news', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, { status: 'open' }, { lastDecline: aDecline('try_1') });
    expect(see(payment, checkout, { status: 'open' }, { lastDecline: aDecline('try_2') })).toEqual([
      'payment.declined',
    ]);
  });

  it('is news where the payment has forgotten the one before', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().with({ lastDeclineId: 'try_0' }).build();
    expect(see(payment, checkout, { status: 'open' }, { lastDecline: aDecline() })).toEqual(['payment.declined']);
  });

  it('holds what it replaced, for whoever reads the event', () => {
    const payment = aPayment().pending().build();
    see(payment, aCheckout().build(), { status: 'open' }, { lastDecline: aDecline() });
    expect(payment.steps[0]).toMatchObject({ previous: { lastDecline: null }, version: 3 });
  });
});

describe('late money', () => {
  it.each(['canceled', 'expired'] as const)('after the payment was %s is taken and flagged', (status) => {
    const payment = aPayment().inState(status).build();
    const checkout = aCheckout().build();
    expect(see(payment, checkout, paidInFull(payment))).toEqual(['payment.paid', 'payment.review_required']);
    expect(payment).toMatchObject({ status: 'paid', amountPaid: 1050, reviewReason: 'late_payment', reviewSince: AT });
  });

  it('on a checkout that was closed counts as well', () => {
    const payment = aPayment().failed().build();
    const checkout = aCheckout().closed().build();
    expect(see(payment, checkout, paidInFull(payment))).toEqual(['payment.paid']);
    expect(checkout).toMatchObject({ status: 'paid', closedReason: null });
  });
});

describe('a second checkout that is paid too', () => {
  it('is recorded and flagged as surplus', () => {
    const payment = aPayment().paid().build();
    expect(see(payment, aCheckout().build(), paidInFull(payment))).toEqual(['payment.review_required']);
    expect(payment).toMatchObject({ status: 'paid', amountPaid: 2100, reviewReason: 'surplus' });
  });

  it('is told although another review is still open', () => {
    const payment = aPayment().paid().with({ reviewReason: 'late_payment', reviewSince: CREATED_AT }).build();
    expect(see(payment, aCheckout().build(), paidInFull(payment))).toEqual(['payment.updated']);
    expect(payment).toMatchObject({ amountPaid: 2100, reviewReason: 'late_payment' });
    expect(payment.steps[0]?.payment.amountPaid).toEqual(money(2100));
  });

  it('and given back leaves the payment partially refunded', () => {
    const payment = aPayment().paid().build();
    const second = aCheckout().build();
    see(payment, second, paidInFull(payment));
    expect(see(payment, second, paidInFull(payment, 1050))).toEqual(['payment.refunded']);
    expect(payment).toMatchObject({ status: 'partially_refunded', amountPaid: 2100, amountRefunded: 1050 });
  });

  it('and partly given back after the first was wholly refunded is told, though refunded is final', () => {
    const payment = aPayment().refunded().build();
    const second = aCheckout().build();
    expect(see(payment, second, paidInFull(payment))).toEqual(['payment.review_required']);
    expect(see(payment, second, paidInFull(payment, 50))).toEqual(['payment.refunded']);
    expect(payment).toMatchObject({ status: 'refunded', amountPaid: 2100, amountRefunded: 1100 });
  });
});

describe('a snapshot that does not fit', () => {
  it.each<[string, SnapshotState, string]>([
    ['less money', { status: 'paid', paid: money(1049), refunded: money(0) }, 'amount_mismatch'],
    ['more money', { status: 'paid', paid: money(1051), refunded: money(0) }, 'amount_mismatch'],
    ['less held money', { status: 'authorized', authorized: money(1049) }, 'amount_mismatch'],
    ['another currency', { status: 'paid', paid: money(1050, 'EUR'), refunded: money(0, 'EUR') }, 'currency_mismatch'],
    [
      'another currency, of which nothing went back',
      { status: 'paid', paid: money(1050, 'EUR'), refunded: money(0) },
      'currency_mismatch',
    ],
    ['held money in another currency', { status: 'authorized', authorized: money(1050, 'EUR') }, 'currency_mismatch'],
    ['a refund beyond what was paid', { status: 'paid', paid: money(1050), refunded: money(1051) }, 'amount_mismatch'],
    [
      'a refund in another currency',
      { status: 'paid', paid: money(1050), refunded: money(50, 'EUR') },
      'currency_mismatch',
    ],
  ])('(%s) holds the payment and asks for a review', (_, state, reason) => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    expect(see(payment, checkout, state)).toEqual(['payment.review_required']);
    expect(payment).toMatchObject({ status: 'pending', amountPaid: 0, reviewReason: reason, reviewSince: AT });
    expect(checkout.status).toBe('open');
  });

  it('(another reference) holds the payment and asks for a review', () => {
    const payment = aPayment().pending().build();
    expect(see(payment, aCheckout().build(), paidInFull(payment), { reference: 'OTHER' })).toEqual([
      'payment.review_required',
    ]);
    expect(payment).toMatchObject({ status: 'pending', reviewReason: 'reference_mismatch' });
  });

  it('(a status nobody knows) holds the payment and asks for a review', () => {
    const payment = aPayment().pending().build();
    see(payment, aCheckout().build(), { status: 'unrecognised', providerStatus: 'Confused' });
    expect(payment).toMatchObject({ status: 'pending', reviewReason: 'unrecognised_status' });
  });

  it('is flagged once, however often it is seen', () => {
    const payment = aPayment().pending().build();
    const state: SnapshotState = { status: 'paid', paid: money(1), refunded: money(0) };
    see(payment, aCheckout().build(), state);
    expect(see(payment, aCheckout().build(), state)).toEqual([]);
  });

  it('does not keep the right one from being applied afterwards', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, { status: 'paid', paid: money(1), refunded: money(0) });
    expect(see(payment, checkout, paidInFull(payment))).toEqual(['payment.paid']);
    expect(payment.reviewReason).toBe('amount_mismatch');
  });

  it('is no misfit where the provider does not echo the reference', () => {
    const payment = aPayment().pending().build();
    expect(see(payment, aCheckout().build(), paidInFull(payment), { reference: null })).toEqual(['payment.paid']);
  });
});

describe('an old answer', () => {
  it.each<SnapshotState>([
    { status: 'open' },
    { status: 'processing' },
    { status: 'authorized', authorized: money(1050) },
    { status: 'missing' },
  ])('($status) takes nothing back from a paid payment', (state) => {
    const payment = aPayment().paid().build();
    const checkout = aCheckout().paid().build();
    expect(see(payment, checkout, state)).toEqual([]);
    expect(payment).toMatchObject({ status: 'paid', amountPaid: 1050 });
  });

  it('(paid, not yet refunded) takes nothing back from a refunded payment', () => {
    const payment = aPayment().refunded().build();
    const checkout = aCheckout().refunded().build();
    expect(see(payment, checkout, paidInFull(payment))).toEqual([]);
    expect(payment).toMatchObject({ status: 'refunded', amountRefunded: 1050 });
  });

  it('(canceled, of a paid checkout) is a contradiction for a person to judge', () => {
    const payment = aPayment().paid().build();
    expect(see(payment, aCheckout().paid().build(), { status: 'closed', reason: 'canceled' })).toEqual([
      'payment.review_required',
    ]);
    expect(payment).toMatchObject({ status: 'paid', reviewReason: 'unrecognised_status' });
  });

  it('(open, of a closed checkout) does not bring the checkout back', () => {
    const payment = aPayment().build();
    const checkout = aCheckout().closed().build();
    expect(see(payment, checkout, { status: 'open' })).toEqual([]);
    expect(checkout.status).toBe('closed');
  });
});

describe('money given back', () => {
  it('moves a paid payment in steps, with one event for each', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    const told = [0, 100, 400, 1050].flatMap((refunded) =>
      see(payment, checkout, paidInFull(payment, refunded)).map((type) => [type, payment.status, payment.version]),
    );
    expect(told).toEqual([
      ['payment.paid', 'paid', 3],
      ['payment.refunded', 'partially_refunded', 4],
      ['payment.refunded', 'partially_refunded', 5],
      ['payment.refunded', 'refunded', 6],
    ]);
  });

  it('between two looks gives both events, each with the sums of its moment', () => {
    const payment = aPayment().pending().build();
    see(payment, aCheckout().build(), paidInFull(payment, 1050));
    expect(
      payment.steps.map(({ type, payment: { status, amountRefunded } }) => [type, status, amountRefunded.value]),
    ).toEqual([
      ['payment.paid', 'paid', 0],
      ['payment.refunded', 'refunded', 1050],
    ]);
  });

  it('by a reversal is all of it, and the proof of the payment stays', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, paidInFull(payment));
    const proof = checkout.evidence;
    expect(see(payment, checkout, { status: 'closed', reason: 'reversed' })).toEqual(['payment.refunded']);
    expect(payment).toMatchObject({ status: 'refunded', amountRefunded: 1050 });
    expect(checkout.evidence).toBe(proof);
  });
});

describe('a settlement', () => {
  const settled = (payment: Payment, reference: string): SnapshotState => ({
    status: 'paid',
    paid: payment.money,
    refunded: money(0),
    settlement: { reference, at: CREATED_AT },
  });

  it('is told once, after the payment', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    expect(see(payment, checkout, settled(payment, 'S-1'))).toEqual(['payment.paid', 'payment.settled']);
    expect(see(payment, checkout, settled(payment, 'S-1'))).toEqual([]);
    expect(payment.settlement).toEqual({ status: 'settled', reference: 'S-1', at: CREATED_AT.toISOString() });
  });

  it('tells that there was none before, and is that of the first checkout that settles', () => {
    const payment = aPayment().pending().build();
    see(payment, aCheckout().build(), settled(payment, 'S-1'));
    expect(payment.steps[1]?.previous).toEqual({ settlement: null });
    expect(see(payment, aCheckout().paid().build(), settled(payment, 'S-2'))).toEqual([]);
    expect(payment.settlement?.reference).toBe('S-1');
  });

  it('is not taken back by an answer that does not know it yet', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().build();
    see(payment, checkout, settled(payment, 'S-1'));
    expect(see(payment, checkout, paidInFull(payment))).toEqual([]);
    expect(payment.settlement?.reference).toBe('S-1');
  });
});

describe('a checkout that the provider does not know', () => {
  const afterSeconds = (seconds: number) => new Date(CREATED_AT.getTime() + seconds * 1000);

  function seeMissing(checkout: Checkout, at: Date): Payment {
    const payment = aPayment().pending().build();
    payment.observe(checkout, snapshotOf(payment, { status: 'missing' }), at);
    return payment;
  }

  it('may not have arrived everywhere in its first minute', () => {
    expect(seeMissing(aCheckout().build(), afterSeconds(60)).reviewReason).toBeNull();
  });

  it('is flagged after that, and the payment stays pending', () => {
    const payment = seeMissing(aCheckout().build(), afterSeconds(61));
    expect(payment).toMatchObject({ status: 'pending', reviewReason: 'missing_at_provider' });
  });

  it('is not flagged once it is closed', () => {
    expect(seeMissing(aCheckout().closed().build(), afterSeconds(3600)).reviewReason).toBeNull();
  });
});

describe('a payment that ends without money', () => {
  it.each([
    ['canceled', 'payment.canceled', (payment: Payment) => payment.cancel(AT)],
    ['expired', 'payment.expired', (payment: Payment) => payment.expire(AT)],
  ])('is %s, which tells what it was', (status, type, end) => {
    const payment = aPayment().pending().build();
    end(payment);

    expect(payment).toMatchObject({ status, updatedAt: AT, version: 3 });
    expect(payment.steps).toMatchObject([{ type, version: 3, previous: { status: 'pending' }, note: null }]);
  });

  it('is never one that was paid', () => {
    const payment = aPayment().paid().build();

    expect(() => payment.cancel(AT)).toThrow('A payment cannot move from paid to canceled');
    expect(payment).toMatchObject({ status: 'paid', steps: [] });
  });
});

describe('a payment that begins', () => {
  it('tells so first', () => {
    const payment = aPayment().with({ version: 0 }).build();
    payment.created(AT);

    expect(payment.steps).toMatchObject([{ type: 'payment.created', version: 1, previous: null }]);
  });
});

describe('a payment of which nothing may be known of a person any more', () => {
  const erased = () => aPayment().pending().with({ erasedAt: CREATED_AT }).build();

  it('keeps the code of a decline, and none of its words', () => {
    const payment = erased();
    see(payment, aCheckout().build(), { status: 'open' }, { lastDecline: aDecline() });

    expect(payment.lastDecline).toMatchObject({ code: '05', message: null });
  });

  it('keeps a proof of its money without the words of a decline', () => {
    const payment = erased();
    const checkout = aCheckout().build();
    see(payment, checkout, paidInFull(payment), { lastDecline: aDecline() });

    expect(checkout.evidence).toMatchObject({ status: 'paid', lastDecline: { id: 'try_1', message: null } });
  });

  it('keeps any other proof of its money as it is', () => {
    const payment = erased();
    const checkout = aCheckout().build();
    see(payment, checkout, paidInFull(payment));

    expect(checkout.evidence).toEqual(snapshotOf(payment, paidInFull(payment)));
  });
});

describe('money on a page that a reconciliation found', () => {
  it('tells the payment where it was paid', () => {
    const payment = aPayment().build();
    const checkout = aCheckout().of(payment).build();
    see(payment, checkout, paidInFull(payment));

    expect(payment).toMatchObject({ connectionId: checkout.connectionId, provider: 'dojo' });
  });

  it('does not hide where the payer was sent', () => {
    const { connectionId } = aCheckout().build();
    const payment = aPayment().pending().with({ connectionId, provider: 'jodo' }).build();
    see(payment, aCheckout().of(payment).build(), paidInFull(payment));

    expect(payment).toMatchObject({ connectionId, provider: 'jodo' });
  });
});

describe('the opening of a checkout', () => {
  it('makes an open or failed payment pending', () => {
    for (const payment of [aPayment().build(), aPayment().failed().build()]) {
      payment.checkoutOpened(aCheckout().of(payment).build(), AT);
      expect(payment).toMatchObject({ status: 'pending', provider: 'dojo' });
      expect(payment.steps.map(({ type }) => type)).toEqual(['payment.pending']);
    }
  });

  it('leaves a payment that was canceled meanwhile canceled, and tells which provider holds the page', () => {
    const payment = aPayment().canceled().build();
    const checkout = aCheckout().of(payment).build();
    payment.checkoutOpened(checkout, AT);
    expect(payment).toMatchObject({ status: 'canceled', connectionId: checkout.connectionId });
    expect(payment.steps.map(({ type }) => type)).toEqual(['payment.updated']);
  });
});

describe('every status', () => {
  // What the answer leads to on an open checkout, where that differs from staying as it is.
  const outcomes: Record<
    string,
    { state: (payment: Payment) => SnapshotState; to: Partial<Record<PaymentStatus, PaymentStatus>> }
  > = {
    open: { state: () => ({ status: 'open' }), to: {} },
    processing: { state: () => ({ status: 'processing' }), to: {} },
    missing: { state: () => ({ status: 'missing' }), to: {} },
    unrecognised: { state: () => ({ status: 'unrecognised', providerStatus: 'Confused' }), to: {} },
    authorized: {
      state: (payment) => ({ status: 'authorized', authorized: payment.money }),
      to: { pending: 'authorized' },
    },
    paid: {
      state: (payment) => paidInFull(payment),
      to: { open: 'paid', pending: 'paid', authorized: 'paid', failed: 'paid', canceled: 'paid', expired: 'paid' },
    },
    closed: {
      state: () => ({ status: 'closed', reason: 'expired' }),
      to: { pending: 'open', authorized: 'canceled' },
    },
  };
  const cases = PAYMENT_STATUSES.flatMap((from) =>
    Object.entries(outcomes).map(([kind, { state, to }]) => ({ from, kind, state, to: to[from] ?? from })),
  );

  it.each(cases)('$from becomes $to when a checkout turns out $kind', ({ from, state, to }) => {
    const payment = aPayment().inState(from).build();
    see(payment, aCheckout().build(), state(payment));
    expect(payment.status).toBe(to);
  });

  it.each(cases)('$from takes the same answer ($kind) twice as one', ({ from, state }) => {
    const payment = aPayment().inState(from).build();
    const checkout = aCheckout().build();
    see(payment, checkout, state(payment));
    expect(see(payment, checkout, state(payment))).toEqual([]);
  });
});
