import type { Checkout } from '../payments/checkout.entity.js';
import type { Payment } from '../payments/payment.entity.js';
import type { Link } from './link.entity.js';
import type { LinkPageName } from './views/link-page.model.js';

/** `link`: the payer looks at the invoice. `return`: the payer comes back from the provider. */
export type PayerView = 'link' | 'return';

/** What decides which page a payer sees. */
export interface PageFacts {
  readonly payment: Pick<Payment, 'status' | 'expiresAt'>;
  /** null for a checkout that was made without a link. */
  readonly link: Pick<Link, 'statusFor'> | null;
  /** The newest, live or not. */
  readonly checkout: Pick<Checkout, 'isLive' | 'sentAt' | 'createdAt'> | undefined;
}

export type PayerPage = Exclude<LinkPageName, 'unknown' | 'away' | 'unavailable'>;

/** From here on the page no longer promises seconds: banks take minutes. */
const LONG_MS = 2 * 60_000;

export function pageFor(
  { payment, link, checkout }: PageFacts,
  { view, now }: { view: PayerView; now: Date },
): PayerPage {
  switch (payment.status) {
    case 'partially_refunded':
      return 'refunded';
    case 'paid':
    case 'refunded':
    case 'authorized':
      return payment.status;
    case 'canceled':
    case 'expired':
      // Who comes back from a page that outlived the payment may have paid: late money is taken in.
      if (view !== 'return' || !checkout?.isLive) return payment.status;
      break;
    case 'open':
    case 'pending':
    case 'failed':
      break;
  }
  if (view === 'return' && checkout?.isLive) return isLong(checkout, now) ? 'waiting' : 'confirming';
  const linkStatus = link?.statusFor(payment, now) ?? 'active';
  if (linkStatus === 'canceled' || linkStatus === 'expired') return linkStatus;
  return payment.status === 'failed' || link === null ? 'failed' : 'payable';
}

function isLong({ sentAt, createdAt }: NonNullable<PageFacts['checkout']>, now: Date): boolean {
  return now.getTime() - (sentAt ?? createdAt).getTime() > LONG_MS;
}
