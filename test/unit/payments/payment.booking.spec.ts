import { aCheckout, aPayment, CREATED_AT, paidInFull, snapshotOf } from '../../support/builders.js';

const AT = new Date('2026-11-20T10:00:00.000Z');

describe('the wait for a booking', () => {
  it('begins when the money is seen', () => {
    const payment = aPayment().pending().build();
    payment.observe(aCheckout().build(), snapshotOf(payment, paidInFull(payment)), AT);

    expect(payment).toMatchObject({ bookingStatus: 'unbooked', bookingAwaitedSince: AT });
  });

  it.each([
    { status: 'posted', voucher: 'RE-1', reason: null },
    { status: 'rejected', voucher: null, reason: 'period closed' },
  ] as const)('ends with the answer: $status', (booking) => {
    const payment = aPayment().paid().build();
    payment.book(booking, AT);

    expect(payment).toMatchObject({ bookingStatus: booking.status, bookingAt: AT, bookingAwaitedSince: null });
  });

  it('is not begun anew by money that goes back, nor is the booking touched', () => {
    const payment = aPayment().paid().build();
    const checkout = aCheckout().of(payment).paid().build();
    payment.book({ status: 'posted', voucher: 'RE-1', reason: null }, CREATED_AT);
    payment.observe(checkout, snapshotOf(payment, paidInFull(payment, 50)), AT);

    expect(payment).toMatchObject({
      status: 'partially_refunded',
      bookingStatus: 'posted',
      bookingVoucher: 'RE-1',
      bookingAt: CREATED_AT,
      bookingAwaitedSince: null,
    });
  });

  it('is not begun anew by a second payment of the same, which is for a person to judge', () => {
    const payment = aPayment().paid().build();
    payment.book({ status: 'posted', voucher: 'RE-1', reason: null }, CREATED_AT);
    const second = aCheckout().of(payment).build();
    payment.observe(second, snapshotOf(payment, paidInFull(payment)), AT);

    expect(payment).toMatchObject({ reviewReason: 'surplus', bookingStatus: 'posted', bookingAwaitedSince: null });
  });

  it.each([
    { status: 'posted', voucher: 'RE-1', reason: null, type: 'payment.booked' },
    { status: 'rejected', voucher: null, reason: 'period closed', type: 'payment.booking_rejected' },
  ] as const)('is over with $type, which tells what was so before', ({ type, ...booking }) => {
    const payment = aPayment().paid().build();
    payment.book(booking, AT);

    expect(payment).toMatchObject({ bookingVoucher: booking.voucher, bookingReason: booking.reason });
    expect(payment.steps).toMatchObject([{ type, previous: { booking: { status: 'unbooked' } } }]);
  });

  it('that was too long is told once', () => {
    const payment = aPayment().paid().build();
    payment.warnUnbooked(AT);

    expect(payment).toMatchObject({ bookingStatus: 'unbooked', bookingAwaitedSince: null });
    expect(payment.steps).toMatchObject([{ type: 'payment.unbooked_warning', previous: null }]);
  });
});
