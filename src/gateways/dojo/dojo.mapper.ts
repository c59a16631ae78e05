import type { Money } from '../../common/money.js';
import type {
  CheckoutOrder,
  FoundPayment,
  PaymentSnapshot,
  ProviderCheckout,
  SnapshotState,
} from '../payment-gateway.js';
import { lastDeclineOf } from './dojo.declines.js';
import type { DojoSettings } from './dojo.settings.js';
import type { DojoCapture, DojoCreateIntent, DojoIntent, DojoMoney } from './dojo.wire.js';

/** Under this metadata key an intent carries our checkout's id. Dojo adds keys of its own beside it. */
const CHECKOUT_ID_KEY = 'dunlinCheckoutId';

/** `d.hh:mm:ss`, an hour short of the seven days that Dojo refuses. */
const MANUAL_HOLD = '6.23:00:00';

export function toCreateIntent(order: CheckoutOrder, settings: DojoSettings): DojoCreateIntent {
  const { email, phone } = order.customer;
  return {
    amount: toDojoMoney(order.amount),
    reference: order.reference,
    ...(order.description === null ? {} : { description: order.description.slice(0, 4096) }),
    ...(order.capture === 'manual'
      ? { captureMode: 'Manual', autoExpireIn: MANUAL_HOLD, autoExpireAction: 'Release' }
      : { captureMode: 'Auto' }),
    paymentMethods: settings.paymentMethods,
    ...(order.expiresAt === null ? {} : { expireAt: order.expiresAt.toISOString() }),
    config: {
      title: order.payeeName.slice(0, 100).toWellFormed(),
      redirectUrl: order.returnUrl,
      cancelUrl: order.cancelUrl,
    },
    ...(email === null && phone === null
      ? {}
      : {
          customer: {
            ...(email === null ? {} : { emailAddress: email }),
            ...(phone === null ? {} : { phoneNumber: phone }),
          },
        }),
    ...(order.items.length === 0 ? {} : { itemLines: order.items.map(toItemLine) }),
    metadata: { [CHECKOUT_ID_KEY]: order.checkoutId },
    ...(settings.isNotOnlineCheckout ? { isNotOnlineCheckout: true } : {}),
  };
}

/** Undefined where the answer names no intent, for then nobody could pay or look it up. */
export function toCheckout(intent: DojoIntent): ProviderCheckout | undefined {
  if (intent.id === undefined) return undefined;
  return {
    providerPaymentId: intent.id,
    url: checkoutUrl(intent.id, intent.paymentLink),
    amount: intent.amount ? fromDojoMoney(intent.amount) : null,
    reference: intent.reference ?? null,
    expiresAt: intent.expireAt ?? null,
  };
}

export function toSnapshot(providerPaymentId: string, intent: DojoIntent): PaymentSnapshot {
  return {
    providerPaymentId,
    reference: intent.reference ?? null,
    lastDecline: lastDeclineOf(providerPaymentId, intent),
    ...toState(intent),
  };
}

/** Undefined without id or time of creation, which a search always has. */
export function toFoundPayment(intent: DojoIntent): FoundPayment | undefined {
  const checkout = toCheckout(intent);
  if (!checkout || !intent.createdAt) return undefined;
  return {
    checkoutId: intent.metadata?.text(CHECKOUT_ID_KEY) ?? null,
    checkout,
    snapshot: toSnapshot(checkout.providerPaymentId, intent),
    createdAt: intent.createdAt,
  };
}

/** Dojo has six statuses and none for a declined try, which leaves `Created`. */
function toState(intent: DojoIntent): SnapshotState {
  switch (intent.status) {
    case 'Created':
      return { status: 'open' };
    case 'Authorized':
      return authorizedState(intent);
    case 'Captured':
      return capturedState(intent);
    case 'Refunded':
      return paidState(intent, 'all');
    case 'Reversed':
      return wasTaken(intent) ? paidState(intent, 'all') : { status: 'closed', reason: 'reversed' };
    case 'Canceled':
      return { status: 'closed', reason: wasVoidedByTime(intent) ? 'expired' : 'canceled' };
    default:
      return { status: 'unrecognised', providerStatus: intent.status ?? 'no status' };
  }
}

function authorizedState(intent: DojoIntent): SnapshotState {
  // To take more, or to let go, what is being taken already would do it twice, or undo it.
  if (intent.captures.some(mayTake)) return { status: 'processing' };
  const authorized = totalOf(intent);
  if (!authorized) return unrecognised(intent, 'without a readable amount');
  const heldUntil = endOfHold(intent);
  return { status: 'authorized', authorized, ...(heldUntil && { heldUntil }) };
}

/** The timer begins when the payer's bank said yes; Dojo then lets the money go (`autoExpireAction: Release`). */
function endOfHold({ autoExpireIn = '', paymentEvents }: DojoIntent): Date | undefined {
  const heldAt = paymentEvents.find(({ eventType }) => eventType === 'Authorized')?.at;
  const [, days = '0', hours, minutes, seconds] = /^(?:(\d{1,2})\.)?(\d\d):(\d\d):(\d\d)$/.exec(autoExpireIn) ?? [];
  if (!heldAt || hours === undefined) return undefined;
  const holdSeconds = (Number(days) * 24 + Number(hours)) * 3600 + Number(minutes) * 60 + Number(seconds);
  return new Date(heldAt.getTime() + holdSeconds * 1000);
}

/** `Captured` says that captures were asked for; whether the money was taken, each of them says itself. */
function capturedState(intent: DojoIntent): SnapshotState {
  const { captures } = intent;
  if (captures.length === 0 || captures.some(isTaken)) return paidState(intent, intent.refundedAmount ?? 0);
  const isUnderWay = captures.some(({ status }) => status === 'Created');
  return isUnderWay ? { status: 'processing' } : unrecognised(intent, 'though no capture succeeded');
}

function isTaken({ status }: DojoCapture): boolean {
  return status === 'Successful';
}

/** A status that we do not know may be a success. */
function mayTake({ status }: DojoCapture): boolean {
  return status !== 'Declined' && status !== 'Failed';
}

/** A partial refund leaves `Captured` and only raises `refundedAmount`. */
function paidState(intent: DojoIntent, refundedValue: number | 'all'): SnapshotState {
  const paid = takenOf(intent);
  if (!paid) return unrecognised(intent, 'without a readable amount');
  const value = refundedValue === 'all' ? paid.value : refundedValue;
  if (!(value >= 0 && value <= paid.value)) return unrecognised(intent, 'with an impossible refund');
  return { status: 'paid', paid, refunded: { value, currency: paid.currency } };
}

/** Held money that is let go was never taken. What was taken went back, and nobody may have looked in between. */
function wasTaken({ captures, paymentEvents }: DojoIntent): boolean {
  const hasSucceeded = captures.length === 0 || captures.some(isTaken);
  return hasSucceeded && paymentEvents.some(({ eventType }) => eventType === 'Captured');
}

/** After a manual capture less may have been taken than was held; then only the captures that succeeded tell how much. */
function takenOf(intent: DojoIntent): Money | undefined {
  const total = totalOf(intent);
  const captures = intent.captures.filter(isTaken);
  if (!total || captures.length === 0) return total;
  const value = captures.reduce((sum, { amount = Number.NaN, tipsAmount = 0 }) => sum + amount + tipsAmount, 0);
  return Number.isSafeInteger(value) ? { value, currency: total.currency } : undefined;
}

/**
 * `totalAmount` is what leaves the payer's account; `amount` lacks tips, cashback and service charge, which Dojo adds
 * on top. We never permit those, so a difference means that someone changed the intent or the account: money that a
 * person must see, and that refunds are counted against.
 */
function totalOf({ totalAmount, amount }: DojoIntent): Money | undefined {
  const total = totalAmount ?? amount;
  return total && fromDojoMoney(total);
}

/** Dojo voids at `expireAt` and calls that Canceled too; nobody can cancel what was already void. */
function wasVoidedByTime({ expireAt, updatedAt, paymentEvents }: DojoIntent): boolean {
  const closedAt = paymentEvents.findLast(({ eventType }) => eventType === 'Canceled')?.at ?? updatedAt;
  return expireAt !== undefined && closedAt !== undefined && closedAt >= expireAt;
}

function unrecognised({ status }: DojoIntent, why: string): SnapshotState {
  return { status: 'unrecognised', providerStatus: `${status} ${why}` };
}

/** Dojo writes the default port into the link (`https://pay.dojo.tech:443/…`); parsing drops it. */
function checkoutUrl(intentId: string, paymentLink: string | undefined): string {
  if (paymentLink !== undefined && /^https?:/i.test(paymentLink) && URL.canParse(paymentLink)) {
    return new URL(paymentLink).href;
  }
  return `https://pay.dojo.tech/checkout/${encodeURIComponent(intentId)}`;
}

function toItemLine(item: CheckoutOrder['items'][number]): NonNullable<DojoCreateIntent['itemLines']>[number] {
  return {
    ...(item.code === null ? {} : { id: item.code.slice(0, 60) }),
    name: item.description.slice(0, 100),
    quantity: item.quantity,
    amountTotal: toDojoMoney(item.amount),
  };
}

function toDojoMoney({ value, currency }: Money): DojoMoney {
  return { value, currencyCode: currency };
}

function fromDojoMoney({ value, currencyCode }: DojoMoney): Money {
  return { value, currency: currencyCode };
}
