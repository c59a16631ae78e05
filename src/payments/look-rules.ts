import type { PaymentSnapshot } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import { nextLookAt } from './look-schedule.js';
import type { Payment } from './payment.entity.js';

/** How often to look whether a capture whose answer was lost has happened after all: soon at first, and no rarer than this. */
const OUTSTANDING_CAPTURE_MS = { soonest: 2000, latest: 60_000 } as const;
/** What a provider has accepted, it does within this time, or a person must look. */
const UNDER_WAY_FOR_MS = 15 * 60_000;
/** How often a provider that refused to let money go is asked again. */
const REFUSED_RELEASE_MS = 15 * 60_000;
/** A bank that has not been told of the money after this long is a question for people. */
const SETTLEMENT_AWAITED_MS = 14 * 24 * 3600_000;

export interface LookHabits {
  /** After the payer was sent there. */
  readonly scheduleSeconds: readonly number[];
  /** The provider tells when the money has reached the bank. */
  readonly reportsSettlement: boolean;
}

/** When the provider is to be asked again, after a look was applied; null: not before somebody asks. */
export function nextLookOf(
  payment: Payment,
  checkout: Checkout,
  { now, scheduleSeconds, reportsSettlement }: LookHabits & { now: Date },
): Date | null {
  if (checkout.lookAskedAt !== null) return checkout.lookAskedAt;
  const sentAt = checkout.sentAt ?? checkout.createdAt;
  if (checkout.isCaptureOutstanding) return nextLookForCapture(checkout, now);
  // What was held unwanted is told first, and let go by the next look: so it is told also where that fails.
  if (checkout.unwantedHoldSince !== null) return nextRelease(checkout.unwantedHoldSince, now);
  if (checkout.isLive) return earlier(nextLookAt({ scheduleSeconds, sentAt, now }), endOfHold(checkout, now));
  const isAwaited = reportsSettlement && awaitsSettlement(payment, checkout, now);
  return isAwaited ? nextLookAt({ scheduleSeconds: [], sentAt, now }) : null;
}

function awaitsSettlement({ settlement, paidAt }: Payment, { status }: Checkout, now: Date): boolean {
  if (status !== 'paid' || settlement !== null || paidAt === null) return false;
  return now.getTime() - paidAt.getTime() < SETTLEMENT_AWAITED_MS;
}

/** Held still, though it was asked to be taken; or under way for so long that something is wrong. */
export function isCaptureDoubtful(checkout: Checkout, { status }: PaymentSnapshot, now: Date): boolean {
  if (!checkout.isCaptureOutstanding) return false;
  return status === 'authorized' || (status === 'processing' && captureAgeMs(checkout, now) > UNDER_WAY_FOR_MS);
}

function captureAgeMs({ captureAskedAt }: Checkout, now: Date): number {
  return now.getTime() - captureAskedAt!.getTime();
}

/** After as long as it has been waited for already. */
function nextLookForCapture(checkout: Checkout, now: Date): Date {
  const { soonest, latest } = OUTSTANDING_CAPTURE_MS;
  return new Date(now.getTime() + Math.min(latest, Math.max(soonest, captureAgeMs(checkout, now))));
}

function nextRelease(since: Date, now: Date): Date {
  return since.getTime() === now.getTime() ? now : new Date(now.getTime() + REFUSED_RELEASE_MS);
}

/** When the provider lets held money go by itself, which is news; null once that is past. */
function endOfHold({ status, expiresAt }: Checkout, now: Date): Date | null {
  return status === 'authorized' && expiresAt !== null && expiresAt > now ? expiresAt : null;
}

function earlier(one: Date, other: Date | null): Date {
  return other !== null && other < one ? other : one;
}
