import { isDeepStrictEqual } from 'node:util';
import type { PaymentListDto } from '../../src/payments/dto/payment-list.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { exchange } from '../support/api.client.js';
import type { EventFold } from './event.fold.js';
import type { SimulationWorld } from './simulation.world.js';

interface MoneyLine {
  readonly id: string;
  readonly reference: string;
  readonly currency: string;
  readonly paid: number;
  readonly refunded: number;
}

const UNFINISHED: Readonly<Record<string, string>> = {
  'an event without a number': 'FROM events WHERE sequence IS NULL',
  'an event that nobody has planned the deliveries of':
    'FROM event_counters JOIN delivery_positions USING (account_id, mode) WHERE sequence < last_sequence',
  'a delivery that is due': `FROM deliveries WHERE status = 'due'`,
  'a mail that waits': `FROM notifications WHERE status = 'queued' AND due_at <= now() + interval '1 minute'`,
  'a checkout that is being made': `FROM checkouts WHERE status = 'creating'`,
  'a look that is due': 'FROM checkouts WHERE due_at <= now() OR look_asked_at IS NOT NULL',
  'a refund of which nobody knows': `FROM refunds WHERE status IN ('pending', 'unknown')`,
  'a key that somebody holds': 'FROM idempotency_keys WHERE leased_until > now()',
};

/** What is not as it should be once nothing breaks any more, in words; undefined where all is well. */
export async function complaintOf(world: SimulationWorld): Promise<string | undefined> {
  return (
    (await unreadyMember(world)) ??
    (await unfinishedWork(world)) ??
    (await moneyComplaint(world)) ??
    erpComplaint(world)
  );
}

async function unreadyMember({ fleet }: SimulationWorld): Promise<string | undefined> {
  for (const { name, process } of fleet.members) {
    const url = `${process.url}/health/ready`;
    const answer = await exchange({ method: 'GET', url, timeoutMs: 2000 }).catch(() => undefined);
    if (answer?.status !== 200) return `${name}, which is not ready`;
  }
  return undefined;
}

async function unfinishedWork({ dunlin }: SimulationWorld): Promise<string | undefined> {
  const [unfinished] = await dunlin.rows<{ what: string }>(
    Object.entries(UNFINISHED)
      .map(([what, where]) => `SELECT '${what}' AS what WHERE EXISTS (SELECT ${where})`)
      .join(' UNION ALL '),
  );
  return unfinished?.what;
}

/** Both ways, to the minor unit: every charge and every refund there is one here, and the reverse. */
async function moneyComplaint(world: SimulationWorld): Promise<string | undefined> {
  const [here, there] = [await moneyHere(world), await moneyThere(world)];
  if (isDeepStrictEqual(here, there)) return undefined;
  const lines = new Map(there.map((line) => [line.id, line]));
  const wrong =
    here.find((line) => !isDeepStrictEqual(line, lines.get(line.id))) ??
    there.find(({ id }) => !here.some((line) => line.id === id));
  return `money here and there that differs at ${JSON.stringify(wrong)}, which there is ${JSON.stringify(lines.get(wrong?.id ?? ''))}`;
}

async function moneyHere({ dunlin }: SimulationWorld): Promise<MoneyLine[]> {
  return dunlin.rows<MoneyLine>(
    `SELECT c.provider_payment_id AS id, p.reference, p.currency, c.amount_paid::integer AS paid,
       c.amount_refunded::integer AS refunded
     FROM checkouts c JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
     WHERE c.amount_paid > 0 OR c.amount_refunded > 0 ORDER BY c.provider_payment_id COLLATE "C"`,
  );
}

async function moneyThere({ dunlin }: SimulationWorld): Promise<MoneyLine[]> {
  const { intents } = await dunlin.provider.ledger();
  return intents
    .filter(({ charges }) => charges.length > 0)
    .map(({ id, reference, currency, charges, status, refunded }) => {
      const paid = charges.reduce((sum, { amount }) => sum + amount, 0);
      // A reversal of what was taken gives all of it back, and tells no sum.
      return { id, reference, currency, paid, refunded: status === 'Reversed' ? paid : refunded };
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

async function erpComplaint(world: SimulationWorld): Promise<string | undefined> {
  const [feed] = await world.dunlin.rows<{ events: number }>('SELECT count(*)::integer AS events FROM events');
  const { fold } = world.feed;
  if (fold.size !== feed!.events) return `a feed that tells ${fold.size} of ${feed!.events} events`;
  for (const subscriber of world.subscribers) {
    const [endpoint] = await world.dunlin.rows<{ first: number }>(
      'SELECT from_sequence::integer AS first FROM endpoints ORDER BY created_at OFFSET $1 LIMIT 1',
      [world.subscribers.indexOf(subscriber)],
    );
    const missing = subscriber.fold.missing(feed!.events).filter((sequence) => sequence >= endpoint!.first);
    if (missing.length > 0)
      return `an endpoint that never got ${missing.length} events, the first of them ${missing[0]}`;
  }
  return foldComplaint(fold, await allPayments(world));
}

/** What events tell is what the API answers. */
function foldComplaint(fold: EventFold, payments: readonly PaymentDto[]): string | undefined {
  if (payments.length !== fold.payments.size)
    return `${payments.length} payments, and ${fold.payments.size} that were told`;
  const wrong = payments.find((payment) => {
    const told = fold.payments.get(payment.reference);
    const answered = payment as unknown as Record<string, unknown>;
    return Object.entries(told ?? { id: 'untold' }).some(
      ([field, value]) => !isDeepStrictEqual(answered[field], value),
    );
  });
  return (
    wrong &&
    `a payment that events tell otherwise: ${JSON.stringify(wrong)}, told ${JSON.stringify(fold.payments.get(wrong.reference))}`
  );
}

export async function allPayments({ dunlin }: SimulationWorld): Promise<PaymentDto[]> {
  const payments: PaymentDto[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: PaymentListDto = await dunlin.api.read(
      `/v1/payments?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    payments.push(...page.data);
    cursor = page.nextCursor;
  }
  return payments;
}
