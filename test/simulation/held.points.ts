import { setTimeout as delay } from 'node:timers/promises';
import type { Member, Role } from './fleet.js';
import type { SeededRandom } from './seeded.random.js';

type Statements = readonly RegExp[];

/** What one connection sends in this order, where something of a payment is about to become durable. */
const POINTS: Readonly<Record<Role, readonly Statements[]>> = {
  api: [
    [/INSERT INTO payments/],
    [/UPDATE idempotency_keys SET leased_until = NULL/],
    [/INSERT INTO checkouts/, /^COMMIT/],
    [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/],
    [/INSERT INTO received_webhooks/],
    [/INSERT INTO events.*UPDATE payments/s, /^COMMIT/],
  ],
  worker: [
    [/UPDATE deliveries d SET status/],
    [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/],
    [/UPDATE events SET sequence/, /^COMMIT/],
    [/INSERT INTO deliveries/, /^COMMIT/],
    [/UPDATE notifications/],
  ],
};
/** Those of them that name the fence of the row that they are about. */
const FENCED: Readonly<Record<Role, readonly Statements[]>> = {
  api: [[/UPDATE idempotency_keys SET leased_until = NULL/], [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/]],
  worker: [[/UPDATE deliveries d SET status/], [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/]],
};
const LONGEST_WAIT_MS = 3000;

export function pointOf({ role }: Member, random: SeededRandom): Statements {
  return random.pick(POINTS[role]);
}

export function fencedWriteOf({ role }: Member, random: SeededRandom): Statements {
  return random.pick(FENCED[role]);
}

/** Holds the process there, if it comes there soon. Answers whether it has; then `goOn` of its proxy lets it go. */
export async function holdAt(member: Member, when: 'before' | 'after', statements: Statements): Promise<boolean> {
  return isReached(member.database.stopAt(when, ...statements), member);
}

/** Breaks the process's connection there, if it comes there soon. Answers whether it has. */
export async function cutAt(member: Member, when: 'before' | 'after', statements: Statements): Promise<boolean> {
  return isReached(member.database.cutAt(when, ...statements), member);
}

async function isReached(arrived: Promise<void>, { database }: Member): Promise<boolean> {
  const tooLong = new AbortController();
  const isThere = await Promise.race([
    arrived.then(() => true),
    delay(LONGEST_WAIT_MS, false, { signal: tooLong.signal }),
  ]);
  tooLong.abort();
  // Whoever came there a moment too late goes on.
  if (!isThere) database.goOn();
  return isThere;
}
