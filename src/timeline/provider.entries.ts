import { toPublicId } from '../common/ids.js';
import type { Checkout } from '../payments/checkout.entity.js';
import type { TimelineEntry } from './timeline.entry.js';
import type { PaymentFacts } from './timeline.facts.js';

/** Each checkout's beginning, its payer's last visit, and its end; also those that a provider refused to make. */
export function checkoutEntries({ checkouts }: PaymentFacts): TimelineEntry[] {
  return checkouts.flatMap((checkout) => [...beginningOf(checkout), ...visitOf(checkout), ...endOf(checkout)]);
}

export function lookEntries({ looks, checkouts }: PaymentFacts): TimelineEntry[] {
  const providers = new Map(checkouts.map(({ id, provider }) => [id, provider]));
  return looks.map(({ checkoutId, outcome, detail, times, firstAt, lastAt, durationMs }) => {
    const provider = providers.get(checkoutId) ?? 'the provider';
    const said = SAID[outcome] ?? `gave no answer (${outcome})`;
    const again = times > 1 ? `, ${times} times until ${lastAt.toISOString()}` : '';
    return {
      at: firstAt,
      kind: 'look',
      text: `Asked, ${provider} ${said}${detail === null ? '' : `: ${detail}`}${again}`,
      data: {
        checkoutId: toPublicId('checkout', checkoutId),
        outcome,
        detail,
        times,
        lastAt: lastAt.toISOString(),
        durationMs,
      },
    };
  });
}

export function webhookEntries({ webhooks, checkouts }: PaymentFacts): TimelineEntry[] {
  return webhooks.map(({ connectionId, eventId, eventType, providerPaymentIds, receivedAt }) => {
    const named = checkouts.filter(({ providerPaymentId }) => providerPaymentIds.includes(providerPaymentId ?? ''));
    return {
      at: receivedAt,
      kind: 'webhook',
      text: `A webhook of ${named[0]?.provider ?? 'the provider'} came: ${eventType}`,
      data: {
        connectionId: toPublicId('connection', connectionId),
        checkoutIds: named.map(({ id }) => toPublicId('checkout', id)),
        eventType,
        providerEventId: eventId,
      },
    };
  });
}

const SAID: Readonly<Record<string, string>> = {
  open: 'said that nobody has paid yet',
  processing: 'said that a bank is still at it',
  authorized: 'said that the money is held',
  paid: 'said that it is paid',
  closed: 'said that the checkout is closed',
  missing: 'did not know the checkout',
  unrecognised: 'said something we do not understand',
};

function beginningOf(checkout: Checkout): TimelineEntry[] {
  const { createdAt: at, provider, found } = checkout;
  const data = factsOf(checkout);
  const asked = { at, kind: 'checkout', text: `A checkout at ${provider} was asked for`, data } as const;
  if (found === null) return [asked];
  const text = `A comparison with ${provider} found this checkout, whose creation had been lost`;
  return [asked, { at: new Date(found.at), kind: 'checkout', text, data: { ...data, found } }];
}

function visitOf(checkout: Checkout): TimelineEntry[] {
  const { sentAt: at, provider } = checkout;
  return at === null
    ? []
    : [{ at, kind: 'checkout', text: `The payer's way to ${provider} was given`, data: factsOf(checkout) }];
}

function endOf(checkout: Checkout): TimelineEntry[] {
  const { closedAt: at, provider, failure, closedReason } = checkout;
  if (at === null) return [];
  const text = failure
    ? `${provider} made no checkout that could be used: ${failure.message}`
    : checkout.status === 'paid'
      ? `The checkout at ${provider} was paid`
      : `The checkout at ${provider} is closed: ${closedReason}`;
  return [{ at, kind: 'checkout', text, data: { ...factsOf(checkout), closedReason, failure } }];
}

function factsOf({ id, connectionId, provider, providerPaymentId, status }: Checkout) {
  return {
    checkoutId: toPublicId('checkout', id),
    connectionId: toPublicId('connection', connectionId),
    provider,
    providerPaymentId,
    status,
  };
}
