/** Which event may take a payment from where to where. Written down here once more, so that a slip in the product's own table shows. */
const MOVES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'payment.pending': { open: ['pending'], failed: ['pending'] },
  'payment.authorized': { pending: ['authorized'] },
  'payment.paid': {
    open: ['paid'],
    pending: ['paid'],
    failed: ['paid'],
    authorized: ['paid'],
    canceled: ['paid'],
    expired: ['paid'],
  },
  'payment.failed': { pending: ['failed'] },
  'payment.canceled': { open: ['canceled'], pending: ['canceled'], failed: ['canceled'], authorized: ['canceled'] },
  'payment.expired': { open: ['expired'], pending: ['expired'], failed: ['expired'] },
  'payment.refunded': {
    paid: ['partially_refunded', 'refunded'],
    partially_refunded: ['partially_refunded', 'refunded'],
    // A second payment came after all of the first was back.
    refunded: ['refunded'],
  },
};

const QUIET = [
  'payment.declined',
  'payment.settled',
  'payment.booked',
  'payment.booking_rejected',
  'payment.unbooked_warning',
  'payment.review_required',
  'payment.review_cleared',
];

export function isLegalMove(type: string, from: string, to: string): boolean {
  if (type === 'payment.updated') return from === to || (from === 'pending' && to === 'open');
  if (QUIET.includes(type)) return from === to;
  return MOVES[type]?.[from]?.includes(to) ?? false;
}

export function isPaidStatus(status: string): boolean {
  return ['paid', 'partially_refunded', 'refunded'].includes(status);
}

export function isPayableStatus(status: string): boolean {
  return ['open', 'pending', 'failed'].includes(status);
}

/** What sums alone say of a payment that was paid. */
export function statusOfSums({ paid, refunded }: { paid: number; refunded: number }): string {
  if (refunded === 0) return 'paid';
  return refunded < paid ? 'partially_refunded' : 'refunded';
}
