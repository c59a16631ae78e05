import type { FoundPayment, PaymentSnapshot } from '../gateways/payment-gateway.js';
import type { Checkout } from '../payments/checkout.entity.js';

/** As much of a checkout as a comparison needs. */
export type KnownCheckout = Pick<
  Checkout,
  'id' | 'providerPaymentId' | 'status' | 'amountPaid' | 'amountRefunded' | 'lastDeclineId'
>;

/** What a provider's list and our rows say of each other. */
export interface AntiJoin {
  /** Listed there, and no row of the connection's here. */
  readonly strangers: readonly FoundPayment[];
  /** On both sides, and not the same. */
  readonly different: readonly KnownCheckout[];
}

/** Each payment once, however often it is listed: pages overlap while new payments arrive. */
export function antiJoin(listed: readonly FoundPayment[], known: readonly KnownCheckout[]): AntiJoin {
  const rows = new Map(known.map((row) => [row.providerPaymentId, row]));
  const found = new Map(listed.map((payment) => [payment.checkout.providerPaymentId, payment]));
  const strangers: FoundPayment[] = [];
  const different: KnownCheckout[] = [];
  for (const [id, payment] of found) {
    const row = rows.get(id);
    if (!row) strangers.push(payment);
    else if (isDifferent(row, payment.snapshot)) different.push(row);
  }
  return { strangers, different };
}

/** Ours that the provider did not list. Pages that are closed may be left out by a provider, and need not be seen again. */
export function missingOf<Row extends KnownCheckout>(ours: readonly Row[], listedIds: ReadonlySet<string>): Row[] {
  return ours.filter(
    ({ status, providerPaymentId }) =>
      status !== 'closed' && providerPaymentId !== null && !listedIds.has(providerPaymentId),
  );
}

/** Whether a look would bring news. */
export function isDifferent(row: KnownCheckout, snapshot: PaymentSnapshot): boolean {
  if (snapshot.lastDecline && snapshot.lastDecline.id !== row.lastDeclineId) return true;
  switch (snapshot.status) {
    case 'open':
    case 'processing':
      return row.status !== 'open';
    case 'authorized':
      return row.status !== 'authorized';
    case 'paid':
      return (
        row.status !== 'paid' ||
        snapshot.paid.value !== row.amountPaid ||
        snapshot.refunded.value !== row.amountRefunded
      );
    case 'closed':
      return row.status === 'paid' ? !isGivenBack(row, snapshot.reason) : row.status !== 'closed';
    case 'missing':
    case 'unrecognised':
      return true;
  }
}

/** A reversal gives back all that was paid. */
function isGivenBack({ amountPaid, amountRefunded }: KnownCheckout, reason: string): boolean {
  return reason === 'reversed' && amountRefunded === amountPaid;
}
