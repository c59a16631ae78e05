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

describe('a capture', () => {
  it.each([
    ['is doubtful while the money is held still', 'authorized', 1, true],
    ['is not while the provider is at it', 'processing', 14 * 60, false],
    ['is when the provider is at it for too long', 'processing', 16 * 60, true],
  ] as const)('%s', (_, status, age, expected) => {
    const state = status === 'processing' ? { status } : { status, authorized: payment.money };

    expect(isCaptureDoubtful(captured(age), snapshotOf(payment, state), NOW)).toBe(expected);
  });
});
