import type { Sale } from './sale.js';
import type { SimulationWorld } from './simulation.world.js';

/** Places that the database remembers having come past. */
const IN_DATABASE: Readonly<Record<string, string>> = {
  'late money was flagged': `events WHERE type = 'payment.review_required' AND data #>> '{payment,review,reason}' = 'late_payment'`,
  'a refund of an unknown outcome succeeded': `refunds r WHERE r.status = 'succeeded' AND EXISTS (
    SELECT FROM events e WHERE e.account_id = r.account_id AND e.mode = r.mode AND e.payment_id = r.payment_id
      AND e.data #>> '{payment,review,reason}' = 'outcome_unknown')`,
  'a delivery was repeated after a 500': `deliveries d WHERE d.status = 'delivered' AND EXISTS (
    SELECT FROM delivery_attempts a WHERE a.account_id = d.account_id AND a.mode = d.mode AND a.delivery_id = d.id AND a.status = 500)`,
  'a delivery was repeated after silence': `deliveries d WHERE d.status = 'delivered' AND EXISTS (
    SELECT FROM delivery_attempts a WHERE a.account_id = d.account_id AND a.mode = d.mode AND a.delivery_id = d.id AND a.status IS NULL)`,
  'a mail was tried again': `notifications WHERE status = 'sent' AND attempts > 1`,
  'a mail was not sent any more': `notifications WHERE status = 'suppressed'`,
  'the next connection took over': `checkouts c WHERE c.provider_payment_id IS NOT NULL AND EXISTS (
    SELECT FROM checkouts o WHERE o.account_id = c.account_id AND o.mode = c.mode AND o.payment_id = c.payment_id
      AND o.closed_reason = 'not_created' AND o.connection_id <> c.connection_id)`,
  'a page with a wrong amount was refused': `checkouts WHERE closed_reason = 'mismatch'`,
  'a reconciliation found a page': `checkouts WHERE found IS NOT NULL`,
  'held money was taken': `events WHERE type = 'payment.paid' AND previous ->> 'status' = 'authorized'`,
  declines: `events WHERE type = 'payment.declined'`,
  payments: 'payments',
  'payments that were paid': 'payments WHERE amount_paid > 0',
  'payments that ran out': `payments WHERE status = 'expired'`,
  'payments that were canceled': `payments WHERE status = 'canceled'`,
  refunds: 'refunds',
  checkouts: 'checkouts',
  events: 'events',
  'webhooks of the provider': 'received_webhooks',
  mails: `notifications WHERE status = 'sent'`,
};

/** A run of three minutes that has not come past all of these has not tried what it is there for. */
export const MUST_BE_SEEN = [
  'a page whose making was cut off was found',
  'a connection broke after its COMMIT',
  'an answer that was lost came again under its key',
  'what was claimed by a process that stopped was taken over',
  'a zombie woke with a write, and its row was somebody else’s',
  'late money was flagged',
  'of twins one did it, the other was told 409 or the same',
  'an event was proved by the former secret',
  'a request was let in by the former key',
  'a refund of an unknown outcome succeeded',
  'a delivery was repeated after a 500',
  'a mail was tried again',
  'a page that had ended was replaced',
  'the next connection took over',
] as const;

/** Adds to the chronicle what only the end of a run shows. */
export async function lookBack(world: SimulationWorld, sales: readonly Sale[]): Promise<void> {
  const { dunlin, held, subscribers, chronicle } = world;
  const counts = Object.entries(IN_DATABASE).map(
    ([what, where]) => `SELECT '${what}' AS what, count(*)::integer AS count FROM ${where}`,
  );
  for (const { what, count } of await dunlin.rows<{ what: string; count: number }>(counts.join(' UNION ALL '))) {
    chronicle.saw(what, count);
  }
  for (const rows of held) {
    chronicle.saw('what was claimed by a process that stopped was taken over', await rows.takenOver());
    chronicle.saw('a page whose making was cut off was found', await rows.foundPages());
  }
  chronicle.saw('a page whose making was cut off was found', await pagesFoundByAsking(world, sales));
  for (const { byFormerSecret } of subscribers)
    chronicle.saw('an event was proved by the former secret', byFormerSecret);
}

/** The provider has made the page and could not say so, and was asked for no other. */
async function pagesFoundByAsking({ dunlin }: SimulationWorld, sales: readonly Sale[]): Promise<number> {
  const { intents, callsByReference } = await dunlin.provider.ledger();
  const made = new Set(intents.map(({ reference }) => reference));
  return sales.filter(
    ({ plan: { reference, misfortunes } }) =>
      misfortunes.some(({ name, operation }) => operation === 'create' && name.endsWith('_after_create')) &&
      made.has(reference) &&
      callsByReference[reference]?.['create'] === 1,
  ).length;
}
