/** One event on its way to one subscription. */
export interface DeliveryRecord {
  readonly id: string;
  readonly eventId: string;
  readonly event: string;
  readonly paymentId: string;
  readonly subscriptionId: string;
  /** Who is told: only events to the same recipient can overtake each other. */
  readonly recipient: string;
  readonly body: string;
  outcome: 'pending' | 'delivered' | 'exhausted' | 'lost' | 'unsubscribed' | 'disabled';
  /** Waits for a later event of the same payment to overtake it. */
  held: boolean;
  /** By the clock of the provider's courier; null once the outcome is final. */
  nextAttemptAtMs: number | null;
  attempts: { at: string; status?: number; error?: string }[];
}

/** A delivery as `/_sim/webhooks` shows it; the secret that signed it stays out. */
export type DeliveryView = Omit<DeliveryRecord, 'body' | 'paymentId' | 'recipient'> & {
  readonly url: string | null;
  readonly payload: unknown;
};

export function deliveryView(delivery: DeliveryRecord, url: string | undefined): DeliveryView {
  const { body, paymentId: _paymentId, recipient: _recipient, ...shown } = delivery;
  return { ...shown, url: url ?? null, payload: JSON.parse(body) as unknown };
}

/** Webhook tries so far, by payment. */
export function webhookTries(deliveries: readonly DeliveryRecord[]): ReadonlyMap<string, number> {
  return sumByPayment(deliveries, ({ attempts }) => attempts.length);
}

/** Webhooks that are still to be sent, or sent again, by payment. */
export function webhooksPending(deliveries: readonly DeliveryRecord[]): ReadonlyMap<string, number> {
  return sumByPayment(deliveries, ({ outcome }) => (outcome === 'pending' ? 1 : 0));
}

function sumByPayment(deliveries: readonly DeliveryRecord[], count: (delivery: DeliveryRecord) => number) {
  const sums = new Map<string, number>();
  for (const delivery of deliveries) {
    sums.set(delivery.paymentId, (sums.get(delivery.paymentId) ?? 0) + count(delivery));
  }
  return sums;
}
