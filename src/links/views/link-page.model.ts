import type { Money } from '../../common/money.js';

/** What a payer sees of the account that wants the money. */
export interface PayeeCard {
  readonly name: string;
  readonly supportEmail: string | null;
  readonly supportPhone: string | null;
  readonly supportUrl: string | null;
  /** `data:image/…`; anything else is not shown, since it would have to be asked for elsewhere. */
  readonly logoUrl: string | null;
  /** `#rrggbb`, used for a decorative stripe only, so that it can never spoil contrast. */
  readonly colour: string | null;
  /** IANA name of the zone in which dates are written. */
  readonly timeZone: string;
}

export interface PaymentFacts {
  readonly amount: Money;
  readonly description: string | null;
  readonly reference: string;
  readonly dueAt: Date | null;
  readonly expiresAt: Date | null;
  readonly mode: 'sandbox' | 'live';
}

interface Shown {
  /** BCP 47, as the ERP or the account gave it. A language without a catalogue is answered in English. */
  readonly locale: string;
}

interface PaymentShown extends Shown {
  readonly payee: PayeeCard;
  readonly payment: PaymentFacts;
}

/** `path`s are absolute paths on our own origin: `/l/<token>`, `/l/<token>/pay`, `/l/<token>/events`. */
export type LinkPageModel =
  | (PaymentShown & { page: 'payable'; payPath: string; earlier: 'none' | 'checkout_live' | 'declined' })
  | (PaymentShown & { page: 'confirming'; eventsPath: string | null; linkPath: string | null })
  | (PaymentShown & { page: 'waiting'; eventsPath: string | null; linkPath: string | null; onward: Onward | null })
  | (PaymentShown & { page: 'authorized'; onward: Onward | null })
  | (PaymentShown & { page: 'paid'; paidAt: Date; onward: Onward | null })
  | (PaymentShown & { page: 'refunded'; refunded: Money })
  | (PaymentShown & { page: 'failed'; payPath: string | null; onward: Onward | null })
  | (PaymentShown & { page: 'unavailable'; payPath: string | null })
  | (PaymentShown & { page: 'canceled' })
  | (PaymentShown & { page: 'expired' })
  | (Shown & { page: 'unknown' })
  /** Nothing can be looked up: not even whose link it is. */
  | (Shown & { page: 'away' });

/** Where the ERP wants the payer next. */
export interface Onward {
  /** `http:` or `https:`, already signed; anything else is ignored. */
  readonly url: string;
}

export type LinkPageName = LinkPageModel['page'];
export type ModelOf<Page extends LinkPageName> = Extract<LinkPageModel, { page: Page }>;
export type OutcomeModel = Exclude<LinkPageModel, { page: 'unknown' | 'away' | 'payable' }>;

const STATUSES: Record<LinkPageName, number> = {
  payable: 200,
  confirming: 200,
  waiting: 200,
  authorized: 200,
  paid: 200,
  refunded: 200,
  failed: 200,
  unavailable: 503,
  canceled: 410,
  expired: 410,
  unknown: 404,
  away: 503,
};

/** The HTTP status a page is sent with. */
export function statusOf(page: LinkPageName): number {
  return STATUSES[page];
}
