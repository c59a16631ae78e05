import type { Checkout } from '../../../src/payments/checkout.entity.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import type { SnapshotState } from '../../../src/gateways/payment-gateway.js';
import { REVIEW_REASONS, type ReviewReason } from '../../../src/payments/payment-facts.js';
import { aCheckout, aPayment, money, snapshotOf } from '../../support/builders.js';

const AT = new Date('2026-11-20T10:00:00.000Z');
const CASH = { method: 'cash', receivedAt: '2026-11-19T15:30:00.000Z', note: null } as const;

function see(payment: Payment, checkout: Checkout, state: SnapshotState): string[] {
  payment.steps.splice(0);
  payment.observe(checkout, snapshotOf(payment, state), AT);
  return payment.steps.map(({ type }) => type);
}

const taken = (value: number): SnapshotState => ({ status: 'paid', paid: money(value), refunded: money(0) });

describe('held money', () => {
  const held = (captureAmount: number | null) => {
    const payment = aPayment().with({ capture: 'manual' }).authorized().build();
    const isAsked = captureAmount !== null;
    const capture = {
      captureAmount,
      captureRequestId: isAsked ? payment.id : null,
      captureAskedAt: isAsked ? AT : null,
    };
    const checkout = aCheckout().of(payment).authorized().with(capture).build();
    return { payment, checkout };
  };

  it('is held until the provider says', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout()
      .of(payment)
      .with({ expiresAt: new Date('2026-11-21T00:00:00.000Z') })
      .build();
    const heldUntil = new Date('2026-11-27T09:00:00.000Z');
    see(payment, checkout, { status: 'authorized', authorized: payment.money, heldUntil });

    expect(checkout).toMatchObject({ status: 'authorized', expiresAt: heldUntil });
    expect(payment).toMatchObject({ captureBefore: heldUntil, captureWarned: false });
    expect(payment.steps[0]!.payment.captureBefore).toBe(heldUntil.toISOString());

    see(payment, checkout, taken(1050));
    expect(payment.captureBefore).toBeNull();
  });

  it('is not warned of again because the provider says the same once more', () => {
    const payment = aPayment().authorized().with({ captureBefore: AT, captureWarned: true }).build();
    const checkout = aCheckout().of(payment).authorized().build();

    expect(see(payment, checkout, { status: 'authorized', authorized: payment.money, heldUntil: AT })).toEqual([]);
    expect(payment).toMatchObject({ captureBefore: AT, captureWarned: true });
  });

  it('on a second page of an authorized payment leaves it authorized', () => {
    const payment = aPayment().authorized().build();
    const second = aCheckout().of(payment).build();

    expect(see(payment, second, { status: 'authorized', authorized: payment.money })).toEqual([]);
    expect(payment.status).toBe('authorized');
  });

  it('for a payment that nobody was led to is a question', () => {
    const payment = aPayment().build();
    see(payment, aCheckout().of(payment).build(), { status: 'authorized', authorized: payment.money });

    expect(payment).toMatchObject({ status: 'open', reviewReason: 'unrecognised_status' });
  });

  it('is paid with the part that was asked for', () => {
    const { payment, checkout } = held(400);

    expect(see(payment, checkout, taken(400))).toEqual(['payment.paid']);
    expect(payment).toMatchObject({ status: 'paid', amountPaid: 400, reviewReason: null });
  });

  it.each([
    ['another part than was asked for', 400, 401],
    ['all where a part was asked for', 400, 1050],
    ['a part that nobody asked for', null, 400],
  ])('is no payment with %s, but a question', (_, captureAmount, value) => {
    const { payment, checkout } = held(captureAmount);

    expect(see(payment, checkout, taken(value))).toEqual(['payment.review_required']);
    expect(payment).toMatchObject({ status: 'authorized', amountPaid: 0, reviewReason: 'amount_mismatch' });
  });
});

describe('held money that nobody wants', () => {
  const held: SnapshotState = { status: 'authorized', authorized: money(1050) };
  const letGo: SnapshotState = { status: 'closed', reason: 'reversed' };

  it.each([
    ['canceled', 'open', 'late_payment'],
    ['expired', 'open', 'late_payment'],
    ['paid', 'open', 'surplus'],
    ['paid', 'authorized', 'surplus'],
    ['canceled', 'closed', 'late_payment'],
    ['pending', 'closed', 'surplus'],
    ['authorized', 'closed', 'surplus'],
  ] as const)(
    'of a payment that is %s, on a page that was %s, is flagged once (%s) and may be let go',
    (status, page, reason) => {
      const payment = aPayment().inState(status).build();
      const checkout = aCheckout().of(payment).with({ status: page }).build();

      expect(see(payment, checkout, held)).toEqual(['payment.review_required']);
      expect(see(payment, checkout, held)).toEqual([]);
      expect(payment).toMatchObject({ status, reviewReason: reason });
      expect(checkout).toMatchObject({ unwantedHoldSince: AT, mayLetGo: true });
    },
  );

  it('stays flagged when it was let go, which is told', () => {
    const payment = aPayment().canceled().build();
    const checkout = aCheckout().of(payment).closed().build();
    see(payment, checkout, held);

    expect(see(payment, checkout, letGo)).toEqual(['payment.updated']);
    expect(payment.steps[0]!.note).toBe('The money that the provider held was let go.');
    expect(see(payment, checkout, letGo)).toEqual([]);
    expect(payment).toMatchObject({ status: 'canceled', reviewReason: 'late_payment' });
    expect(checkout).toMatchObject({ unwantedHoldSince: null, mayLetGo: false });
  });

  it('is a payment all the same when somebody takes it before', () => {
    const payment = aPayment().canceled().build();
    const checkout = aCheckout().of(payment).build();
    see(payment, checkout, held);

    expect(see(payment, checkout, taken(1050))).toEqual(['payment.paid']);
    expect(checkout).toMatchObject({ status: 'paid', unwantedHoldSince: null });
  });

  it('is not let go while a capture of it may have happened', () => {
    const payment = aPayment().paid().build();
    const capture = { captureAmount: 400, captureRequestId: payment.id, captureAskedAt: AT };
    const checkout = aCheckout().of(payment).authorized().with(capture).build();
    see(payment, checkout, held);

    expect(checkout).toMatchObject({ unwantedHoldSince: AT, mayLetGo: false });
  });
});

describe('an outcome that nobody knows', () => {
  it('is a question, and none any more once it is known', () => {
    const payment = aPayment().paid().build();
    payment.outcomeUnknown(AT);
    payment.outcomeKnown('The refund has succeeded.', AT);

    expect(payment.steps.map(({ type, note }) => [type, note])).toEqual([
      ['payment.review_required', null],
      ['payment.review_cleared', 'The refund has succeeded.'],
    ]);
    expect(payment.reviewReason).toBeNull();
  });

  it('takes no other question back when it is known', () => {
    const payment = aPayment().paid().with({ reviewReason: 'surplus', reviewSince: AT }).build();
    payment.outcomeKnown('The refund has succeeded.', AT);

    expect(payment).toMatchObject({ reviewReason: 'surplus', steps: [] });
  });
});

describe('a refund that has failed', () => {
  it('is a question also where a doubt stands, which goes away by itself', () => {
    const payment = aPayment().paid().build();
    payment.outcomeUnknown(AT);
    payment.refundFailed(AT);
    payment.outcomeKnown('The other refund has succeeded.', AT);

    expect(payment.reviewReason).toBe('refund_failed');
  });

  it('hides no money that nobody expected', () => {
    const payment = aPayment().paid().with({ reviewReason: 'surplus', reviewSince: AT }).build();
    payment.refundFailed(AT);

    expect(payment.reviewReason).toBe('surplus');
  });
});

describe('a payment that is recorded', () => {
  it.each(['open', 'pending', 'failed'] as const)('is paid from %s, and waits for its booking', (status) => {
    const payment = aPayment().inState(status).build();
    payment.record(CASH, AT);

    expect(payment.steps.map(({ type }) => type)).toEqual(['payment.paid']);
    expect(payment).toMatchObject({
      status: 'paid',
      amountPaid: 1050,
      paidAt: AT,
      recorded: CASH,
      bookingStatus: 'unbooked',
      bookingAwaitedSince: AT,
    });
  });

  it('is paid twice, and flagged, when a provider takes the money too', () => {
    const payment = aPayment().pending().build();
    const checkout = aCheckout().of(payment).build();
    payment.record(CASH, AT);

    expect(see(payment, checkout, taken(1050))).toEqual(['payment.review_required']);
    expect(payment).toMatchObject({ status: 'paid', amountPaid: 2100, reviewReason: 'surplus' });
  });
});

describe('held money that soon goes back by itself', () => {
  it('is told of once, with the moment until when it may be captured', () => {
    const captureBefore = new Date('2026-11-27T09:00:00.000Z');
    const payment = aPayment().authorized().with({ captureBefore }).build();
    payment.warnCapture(AT);

    expect(payment.captureWarned).toBe(true);
    expect(payment.steps).toMatchObject([{ type: 'payment.updated', previous: null }]);
    expect(payment.steps[0]!.note).toContain('2026-11-27T09:00:00.000Z: capture it before that, or cancel.');
  });

  it('has no such moment any more once it was let go', () => {
    const payment = aPayment().authorized().with({ captureBefore: AT, captureWarned: true }).build();
    see(payment, aCheckout().of(payment).authorized().build(), { status: 'closed', reason: 'reversed' });

    expect(payment).toMatchObject({ status: 'canceled', captureBefore: null });
  });

  it('has none where the provider names none, and is warned of anew when it is held anew', () => {
    const payment = aPayment().pending().with({ captureBefore: AT, captureWarned: true }).build();
    see(payment, aCheckout().of(payment).build(), { status: 'authorized', authorized: payment.money });

    expect(payment).toMatchObject({ status: 'authorized', captureBefore: null, captureWarned: false });
  });

  it('keeps the page’s own end where the provider does not tell how long it is held', () => {
    const checkout = aCheckout().with({ expiresAt: AT }).build();
    checkout.authorize(undefined);

    expect(checkout.expiresAt).toBe(AT);
  });
});

describe('a capture of which a person says that nothing was taken', () => {
  it('is no question any more', () => {
    const payment = aPayment().authorized().build();
    payment.outcomeUnknown(AT);
    payment.captureRuledOut('Not in the provider’s portal', AT);

    expect(payment.reviewReason).toBeNull();
    expect(payment.steps.at(-1)).toMatchObject({
      type: 'payment.review_cleared',
      note: 'Not in the provider’s portal',
      previous: { review: { reason: 'outcome_unknown', since: AT.toISOString() } },
    });
  });

  it('is told with what the person wrote where it was no question, and takes no other one back', () => {
    const payment = aPayment().authorized().with({ reviewReason: 'surplus', reviewSince: AT }).build();
    payment.captureRuledOut('Not in the provider’s portal', AT);

    expect(payment.reviewReason).toBe('surplus');
    expect(payment.steps).toMatchObject([
      { type: 'payment.updated', note: 'Not in the provider’s portal', previous: null },
    ]);
  });
});

describe('money of which a person says that it went back', () => {
  it('counts on the page and on the payment, and is told', () => {
    const payment = aPayment().partiallyRefunded(50).build();
    const checkout = aCheckout().of(payment).refunded(50).build();
    payment.refundedByWord(checkout, { amount: 100, at: AT });

    expect([checkout.amountRefunded, payment.amountRefunded, payment.status]).toEqual([150, 150, 'partially_refunded']);
    expect(payment.steps.map(({ type }) => type)).toEqual(['payment.refunded']);
  });

  it('is flagged where the provider gave more back than it had accepted', () => {
    const payment = aPayment().paid().build();
    payment.refundedUnexpectedly(AT);

    expect(payment).toMatchObject({ reviewReason: 'surplus', reviewSince: AT });
  });
});

describe('a review', () => {
  const MISMATCHES: readonly ReviewReason[] = ['amount_mismatch', 'currency_mismatch', 'reference_mismatch'];

  it.each(REVIEW_REASONS)('because of %s disputes the money only where it is not what was asked', (reviewReason) => {
    const payment = aPayment().with({ reviewReason }).build();

    expect(payment.isMoneyDisputed).toBe(MISMATCHES.includes(reviewReason));
  });

  it('disputes nothing where there is none', () => {
    expect(aPayment().build().isMoneyDisputed).toBe(false);
  });

  it('tells that there was none before', () => {
    const payment = aPayment().paid().build();
    payment.outcomeUnknown(AT);

    expect(payment.steps).toMatchObject([{ type: 'payment.review_required', previous: { review: null } }]);
  });

  it.each<[ReviewReason, ReviewReason]>([
    ['late_payment', 'surplus'],
    ['surplus', 'late_payment'],
    ['amount_mismatch', 'refund_failed'],
    ['refund_failed', 'outcome_unknown'],
    ['outcome_unknown', 'unrecognised_status'],
  ])('because of %s stands, though there would be one because of %s', (reviewReason, other) => {
    const payment = aPayment().canceled().with({ reviewReason, reviewSince: AT }).build();
    const state: SnapshotState = { status: 'unrecognised', providerStatus: 'Confused' };
    if (other === 'unrecognised_status') see(payment, aCheckout().of(payment).build(), state);
    if (other === 'surplus') payment.refundedUnexpectedly(AT);
    if (other === 'refund_failed') payment.refundFailed(AT);
    if (other === 'outcome_unknown') payment.outcomeUnknown(AT);
    if (other === 'late_payment') {
      const held: SnapshotState = { status: 'authorized', authorized: money(1050) };
      see(payment, aCheckout().of(payment).build(), held);
    }

    expect(payment).toMatchObject({ reviewReason, steps: [] });
  });

  it('because of a doubt gives way to one because of money, which tells of both', () => {
    const payment = aPayment().paid().with({ reviewReason: 'missing_at_provider', reviewSince: AT }).build();
    payment.refundedUnexpectedly(new Date('2026-11-21T10:00:00.000Z'));

    expect(payment.reviewReason).toBe('surplus');
    expect(payment.steps).toMatchObject([
      { previous: { review: { reason: 'missing_at_provider', since: AT.toISOString() } } },
    ]);
  });
});
