import type { Checkout } from '../../../src/payments/checkout.entity.js';
import { isCaptureDoubtful, nextLookOf } from '../../../src/payments/look-rules.js';
import { aCheckout, aPayment, CREATED_AT, snapshotOf } from '../../support/builders.js';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const DAY_SECONDS = 86_400;
const payment = aPayment().authorized().build();

const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

function secondsToNext(checkout: Checkout): number {
  const next = nextLookOf(payment, checkout, { now: NOW, scheduleSeconds: [30], reportsSettlement: false });
  return (next!.getTime() - NOW.getTime()) / 1000;
}

function captured(secondsAgo: number): Checkout {
  const capture = { captureAmount: 1, captureRequestId: payment.id, captureAskedAt: inSeconds(-secondsAgo) };
  return aCheckout().of(payment).authorized().with(capture).build();
}

describe('the next look at held money', () => {
  it.each([
    [0, 2],
    [10, 10],
    [3600, 60],
  ])('comes, %i s after a capture was asked for, in %i s', (age, expected) => {
    expect(secondsToNext(captured(age))).toBe(expected);
  });

  it.each([
    ['at once where that is news', 0, 0],
    ['a quarter of an hour later where the provider would not let it go', 60, 900],
  ])('that nobody wants comes %s', (_, since, expected) => {
    const checkout = aCheckout()
      .of(payment)
      .closed()
      .with({ unwantedHoldSince: inSeconds(-since) })
      .build();

    expect(secondsToNext(checkout)).toBe(expected);
  });

  it('comes when the provider lets it go, if that is before the next day', () => {
    const held = (expiresAt: Date) => aCheckout().of(payment).authorized().with({ expiresAt }).build();
    const sentSecondsAgo = (NOW.getTime() - CREATED_AT.getTime()) / 1000;

    expect(secondsToNext(held(inSeconds(600)))).toBe(600);
    expect(secondsToNext(held(inSeconds(-1)))).toBe(30 + DAY_SECONDS - sentSecondsAgo);
  });
});

describe('the next look', () => {
  const DAY_MS = 24 * 3600_000;
  const habits = { now: NOW, scheduleSeconds: [30, 7200], reportsSettlement: true };

  it('is when somebody has asked for one, whatever else there is', () => {
    const checkout = aCheckout().with({ lookAskedAt: CREATED_AT, unwantedHoldSince: NOW }).build();

    expect(nextLookOf(payment, checkout, habits)).toBe(CREATED_AT);
  });

  it('counts from when the payer was sent there, and where nobody was, from when the page was made', () => {
    const sent = aCheckout()
      .with({ sentAt: inSeconds(-3600) })
      .build();
    const unsent = aCheckout()
      .with({ sentAt: null, createdAt: inSeconds(-10) })
      .build();

    expect(nextLookOf(payment, sent, habits)).toEqual(inSeconds(3600));
    expect(nextLookOf(payment, unsent, habits)).toEqual(inSeconds(20));
  });

  it('does not wait for the page’s own end, which is no news', () => {
    const checkout = aCheckout()
      .with({ sentAt: NOW, expiresAt: inSeconds(5) })
      .build();

    expect(nextLookOf(payment, checkout, habits)).toEqual(inSeconds(30));
  });

  it('comes by the schedule where held money is let go later, at this very moment, or nobody knows when', () => {
    const held = (expiresAt: Date | null) => aCheckout().authorized().with({ sentAt: NOW, expiresAt }).build();

    expect(nextLookOf(payment, held(inSeconds(31)), habits)).toEqual(inSeconds(30));
    expect(nextLookOf(payment, held(NOW), habits)).toEqual(inSeconds(30));
    expect(nextLookOf(payment, held(null), habits)).toEqual(inSeconds(30));
  });

  it('at a page that is closed comes never', () => {
    expect(nextLookOf(payment, aCheckout().closed().build(), habits)).toBeNull();
  });

  describe('at money that was taken', () => {
    const paid = (paidAt: Date | null) => aPayment().paid().with({ paidAt }).build();
    const checkout = aCheckout().paid().with({ sentAt: NOW }).build();
    const settlement = { status: 'settled', reference: 'S-1', at: CREATED_AT.toISOString() } as const;

    it('comes daily until the bank has it', () => {
      expect(nextLookOf(paid(NOW), checkout, habits)).toEqual(inSeconds(DAY_SECONDS));
    });

    it.each([
      ['the provider never tells', paid(NOW), { ...habits, reportsSettlement: false }],
      ['the bank has it', Object.assign(paid(NOW), { settlement }), habits],
      ['it came by another way', paid(null), habits],
      ['two weeks are over', paid(new Date(NOW.getTime() - 14 * DAY_MS)), habits],
    ])('comes never where %s', (_, settled, all) => {
      expect(nextLookOf(settled, checkout, all)).toBeNull();
    });

    it('comes until the very end of two weeks', () => {
      const almost = paid(new Date(NOW.getTime() - 14 * DAY_MS + 1));

      expect(nextLookOf(almost, checkout, habits)).toEqual(inSeconds(DAY_SECONDS));
    });

    it('comes never at another page of the same payment that is closed', () => {
      expect(nextLookOf(paid(NOW), aCheckout().closed().build(), habits)).toBeNull();
    });
  });
});

describe('a capture', () => {
  it.each([
    ['is not while the provider has had just its time', 'processing', 15 * 60, false],
    ['is doubtful while the money is held still', 'authorized', 1, true],
    ['is not while the provider is at it', 'processing', 14 * 60, false],
    ['is when the provider is at it for too long', 'processing', 16 * 60, true],
  ] as const)('%s', (_, status, age, expected) => {
    const state = status === 'processing' ? { status } : { status, authorized: payment.money };

    expect(isCaptureDoubtful(captured(age), snapshotOf(payment, state), NOW)).toBe(expected);
  });

  it.each([
    ['was not asked for', aCheckout().authorized().build()],
    ['was done', aCheckout().paid().with({ captureAmount: 1, captureAskedAt: CREATED_AT }).build()],
  ])('is not doubtful where it %s', (_, checkout) => {
    const held = snapshotOf(payment, { status: 'authorized', authorized: payment.money });

    expect(isCaptureDoubtful(checkout, held, NOW)).toBe(false);
  });

  it('is not doubtful where the provider says something else', () => {
    expect(isCaptureDoubtful(captured(3600), snapshotOf(payment, { status: 'open' }), NOW)).toBe(false);
  });
});
