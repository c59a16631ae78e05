import fc from 'fast-check';
import type { Decline, SnapshotState } from '../../../src/gateways/payment-gateway.js';
import type { Checkout } from '../../../src/payments/checkout.entity.js';
import { paymentBody, type PaymentBody } from '../../../src/payments/payment-body.js';
import { isPaid, mayMove } from '../../../src/payments/payment-status.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import type { PaymentStep } from '../../../src/payments/payment.moves.js';
import { aCheckout, aDecline, aPayment, money, snapshotOf } from '../../support/builders.js';

interface Answer {
  readonly of: number;
  readonly state: SnapshotState;
  readonly lastDecline: Decline | undefined;
}

interface Life {
  readonly payment: Payment;
  readonly start: PaymentBody;
  readonly checkouts: readonly Checkout[];
  readonly steps: readonly PaymentStep[];
}

type Act = Answer | 'cancel' | 'expire';

const amounts = fc.constantFrom(0, 1, 500, 1049, 1050, 1051, 2100).map((value) => money(value));
const currencies = fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR');
const states: fc.Arbitrary<SnapshotState> = fc.oneof(
  fc.constantFrom<SnapshotState>(
    { status: 'open' },
    { status: 'processing' },
    { status: 'missing' },
    { status: 'unrecognised', providerStatus: 'Confused' },
    { status: 'closed', reason: 'canceled' },
    { status: 'closed', reason: 'expired' },
    { status: 'closed', reason: 'reversed' },
    { status: 'authorized', authorized: money(1050) },
    { status: 'paid', paid: money(1050), refunded: money(0) },
  ),
  amounts.map((authorized): SnapshotState => ({ status: 'authorized', authorized })),
  fc
    .record({ paid: amounts, refunded: amounts, currency: currencies })
    .map(({ paid, refunded, currency }): SnapshotState => ({
      status: 'paid',
      paid: { ...paid, currency },
      refunded: { ...refunded, currency },
    })),
  amounts.map((refunded): SnapshotState => ({ status: 'paid', paid: money(1050), refunded })),
);
const declines = fc.constantFrom(
  undefined,
  undefined,
  ...[1, 2, 3].map((number) => aDecline(`try_${number}`, new Date(`2026-11-20T09:3${number}:00.000Z`))),
);
const answers: fc.Arbitrary<Answer> = fc.record({ of: fc.nat(1), state: states, lastDecline: declines });
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: answers },
  { weight: 1, arbitrary: fc.constantFrom<Act>('cancel', 'expire') },
);

/** A pending payment that meets them all, an hour after its creation and a minute apart. */
function live(given: readonly Act[]): Life {
  const payment = aPayment().pending().build();
  const start = paymentBody(payment);
  const checkouts = [aCheckout().of(payment).build(), aCheckout().of(payment).build()];
  given.forEach((act, minute) => {
    const at = new Date(Date.parse('2026-11-20T10:00:00.000Z') + minute * 60_000);
    if (act === 'cancel' && mayMove(payment.status, 'canceled')) payment.cancel(at);
    if (act === 'expire' && mayMove(payment.status, 'expired')) payment.expire(at);
    if (typeof act === 'string') return;
    const { of, state, lastDecline } = act;
    payment.observe(checkouts[of]!, snapshotOf(payment, state, { lastDecline }), at);
  });
  return { payment, start, checkouts, steps: payment.steps };
}

describe('whatever providers say of two checkouts, in whatever order', () => {
  it('versions have no gaps, and the row agrees with the last event', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 20 }), (given) => {
        const { payment, start, steps } = live(given);
        expect(steps.map(({ version }) => version)).toEqual(steps.map((_, index) => index + 3));
        expect(steps.at(-1)?.payment ?? start).toEqual(paymentBody(payment));
      }),
    );
  });

  it('every move is in the table, and paid never becomes unpaid', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 20 }), (given) => {
        const statuses = ['pending', ...live(given).steps.map(({ payment }) => payment.status)] as Payment['status'][];
        const moves = statuses.slice(1).map((to, index) => ({ from: statuses[index]!, to }));
        const wrong = moves.filter(({ from, to }) => from !== to && !mayMove(from, to));
        const unpaid = moves.filter(({ from, to }) => isPaid(from) && !isPaid(to));
        expect({ wrong, unpaid }).toEqual({ wrong: [], unpaid: [] });
      }),
    );
  });

  it('sums never shrink, and no more is given back than was taken', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 20 }), (given) => {
        const { payment, checkouts, steps } = live(given);
        const sums = steps.map((step) => [step.payment.amountPaid.value, step.payment.amountRefunded.value] as const);
        sums.forEach(([paid, refunded], index) => {
          const [paidBefore, refundedBefore] = sums[index - 1] ?? [0, 0];
          expect(paid).toBeGreaterThanOrEqual(paidBefore);
          expect(refunded).toBeGreaterThanOrEqual(refundedBefore);
          expect(refunded).toBeLessThanOrEqual(paid);
        });
        const total = (name: 'amountPaid' | 'amountRefunded') =>
          checkouts.reduce((sum, checkout) => sum + checkout[name], 0);
        expect([payment.amountPaid, payment.amountRefunded]).toEqual([total('amountPaid'), total('amountRefunded')]);
      }),
    );
  });

  it('money that was taken is a paid payment with its proof, and more than the amount is flagged', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 20 }), (given) => {
        const { payment, checkouts } = live(given);
        expect(isPaid(payment.status)).toBe(payment.amountPaid > 0);
        for (const checkout of checkouts.filter(({ amountPaid }) => amountPaid > 0)) {
          expect(checkout).toMatchObject({ status: 'paid', evidence: { status: 'paid', paid: payment.money } });
        }
        expect(payment.amountPaid <= payment.amount || payment.reviewReason !== null).toBe(true);
      }),
    );
  });

  it('the same answer again is no news', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 20 }), answers, (given, { of, state, lastDecline }) => {
        const { payment, checkouts } = live(given);
        const snapshot = snapshotOf(payment, state, { lastDecline });
        payment.observe(checkouts[of]!, snapshot, new Date('2026-11-21T10:00:00.000Z'));
        payment.steps.length = 0;
        payment.observe(checkouts[of]!, snapshot, new Date('2026-11-21T10:01:00.000Z'));
        expect(payment.steps).toEqual([]);
      }),
    );
  });
});
