import type { LinkStatus } from '../../../src/links/link.entity.js';
import type { PaymentStatus } from '../../../src/payments/payment-status.js';
import { aLink, aPayment } from '../../support/builders.js';

const BEFORE = new Date('2026-12-04T08:59:59.999Z');
const END = new Date('2026-12-04T09:00:00.000Z');

describe('a link', () => {
  it.each<[PaymentStatus, LinkStatus]>([
    ['open', 'active'],
    ['pending', 'active'],
    ['failed', 'active'],
    ['authorized', 'paid'],
    ['paid', 'paid'],
    ['partially_refunded', 'paid'],
    ['refunded', 'paid'],
    ['canceled', 'canceled'],
    ['expired', 'expired'],
  ])('to a payment that is %s is %s', (status, expected) => {
    expect(aLink().statusFor(aPayment().inState(status).build(), BEFORE)).toBe(expected);
  });

  it('expires at its own end, to the millisecond', () => {
    const payment = aPayment().build();
    expect(aLink().statusFor(payment, BEFORE)).toBe('active');
    expect(aLink().statusFor(payment, END)).toBe('expired');
  });

  it('expires with its payment, although nobody has called that expired yet', () => {
    const payment = aPayment().expiring(new Date('2026-11-21T00:00:00.000Z')).build();
    expect(aLink().statusFor(payment, new Date('2026-11-20T23:59:59.999Z'))).toBe('active');
    expect(aLink().statusFor(payment, new Date('2026-11-21T00:00:00.000Z'))).toBe('expired');
  });

  it('that was canceled is canceled, before and after its end', () => {
    const link = Object.assign(aLink(), { canceledAt: BEFORE });
    expect([BEFORE, END].map((at) => link.statusFor(aPayment().build(), at))).toEqual(['canceled', 'canceled']);
  });

  it('says that the payment is paid, whatever became of the link', () => {
    const link = Object.assign(aLink(), { canceledAt: BEFORE });
    expect(link.statusFor(aPayment().paid().build(), END)).toBe('paid');
  });
});
