import { createHash } from 'node:crypto';

const DAY_MS = 86_400_000;
/** What a run does again of what the one before has done: news may come late, and clocks differ. */
const OVERLAP_MS = 2 * DAY_MS;
/** No page lives longer at a provider. */
const LONGEST_MS = 31 * DAY_MS;

/** An instant's UTC day: `2026-11-20`. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Whether a text names a day that there is; 30 February is none. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(new Date(text)) === text;
}

/** The first instant of a UTC day. */
export function startOf(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

export function dayAfter(day: string): string {
  return dayOf(new Date(startOf(day).getTime() + DAY_MS));
}

/** Where a run begins that goes until `through`: some time before the end of the last one, or the connection's own beginning. */
export function firstDay(run: { reconciledTo: Date | null; connectedAt: Date; through: Date }): string {
  const doneMs = (run.reconciledTo ?? run.connectedAt).getTime();
  const throughMs = run.through.getTime();
  return dayOf(new Date(Math.min(throughMs, Math.max(doneMs - OVERLAP_MS, throughMs - LONGEST_MS))));
}

/**
 * When a connection's next run begins: once in each interval, at a moment of it that is the connection's own, so that a
 * thousand connections do not begin at midnight together, and a restart changes nothing.
 */
export function nextSlot({
  connectionId,
  after,
  seconds,
}: {
  connectionId: string;
  after: Date;
  seconds: number;
}): Date {
  const intervalMs = seconds * 1000;
  const offsetMs = createHash('sha256').update(connectionId).digest().readUIntBE(0, 6) % intervalMs;
  const turns = Math.floor((after.getTime() - offsetMs) / intervalMs) + 1;
  return new Date(offsetMs + turns * intervalMs);
}

/** When to go on after a failure: doubling from a minute to an hour, for runs that are a day apart. */
export function nextTry(failure: {
  now: Date;
  failedTries: number;
  retryAfterSeconds: number | undefined;
  seconds: number;
}): Date {
  const scale = failure.seconds / 86_400;
  const backOff = Math.min(60 * 2 ** Math.max(0, failure.failedTries - 1), 3600) * scale;
  const waitSeconds = Math.max(1, backOff, Math.min(failure.retryAfterSeconds ?? 0, 86_400));
  return new Date(failure.now.getTime() + waitSeconds * 1000);
}

/**
 * How far two clocks may be apart, and how long a provider's list may take to know a new payment: ten minutes, for runs
 * that are a day apart.
 */
export function toleranceMs(seconds: number): number {
  return (seconds * 1000) / 144;
}
