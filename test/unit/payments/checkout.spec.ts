import { aCheckout, aPayment, CREATED_AT, paidInFull, snapshotOf } from '../../support/builders.js';

const AT = new Date('2026-11-20T10:00:00.000Z');
const payment = aPayment().build();
const snapshot = snapshotOf(payment, paidInFull(payment));

describe('a checkout', () => {
  it.each([
    ['creating', true],
    ['open', true],
    ['authorized', true],
    ['closed', false],
    ['paid', false],
  ] as const)('that is %s may still be paid: %s', (status, isLive) => {
    expect(aCheckout().with({ status }).build().isLive).toBe(isLive);
  });

  it('is awaited while somebody has asked for a look', () => {
    expect(aCheckout().build().isAwaited).toBe(false);
    expect(aCheckout().with({ lookAskedAt: AT }).build().isAwaited).toBe(true);
  });

  it.each(['authorized', 'closed', 'paid'] as const)('that is %s is no news when money is held there', (status) => {
    const checkout = aCheckout().with({ status }).build();

    expect(checkout.authorize(AT)).toBe(false);
    expect(checkout).toMatchObject({ status, expiresAt: null });
  });

  it('knows since when money is held there that nobody wants', () => {
    const checkout = aCheckout().build();

    expect([checkout.noteUnwantedHold(CREATED_AT), checkout.noteUnwantedHold(AT)]).toEqual([true, false]);
    expect(checkout.unwantedHoldSince).toBe(CREATED_AT);
  });

  it.each(['closed', 'paid'] as const)('that is %s is not closed again', (status) => {
    const checkout = aCheckout().with({ status, closedReason: null, closedAt: CREATED_AT }).build();

    expect(checkout.close('expired', AT)).toBe(false);
    expect(checkout).toMatchObject({ status, closedReason: null, closedAt: CREATED_AT });
  });
});

describe('the money of a checkout', () => {
  it('is none where nothing was taken: it stays open', () => {
    const checkout = aCheckout().build();

    expect(checkout.takeMoney({ snapshot, paid: 0, refunded: 0, at: AT })).toEqual({ paid: 0, refunded: 0 });
    expect(checkout).toMatchObject({ status: 'open', evidence: null, closedAt: null });
  });

  it('is taken, and part of it given back, at the first sight', () => {
    const checkout = aCheckout().build();

    expect(checkout.takeMoney({ snapshot, paid: 1050, refunded: 50, at: AT })).toEqual({ paid: 1050, refunded: 50 });
    expect(checkout).toMatchObject({ status: 'paid', amountPaid: 1050, amountRefunded: 50, closedAt: AT });
  });

  it('is given back in parts, which changes nothing about when it was taken', () => {
    const checkout = aCheckout().refunded(50).build();

    expect(checkout.takeMoney({ snapshot, paid: 1050, refunded: 80, at: AT })).toEqual({ paid: 0, refunded: 30 });
    expect(checkout).toMatchObject({ amountPaid: 1050, amountRefunded: 80, closedAt: CREATED_AT });
  });
});
