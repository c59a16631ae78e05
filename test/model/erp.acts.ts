import { randomUUID } from 'node:crypto';
import type { OpenedCheckoutDto } from '../../src/payments/dto/opened-checkout.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { RefundDto } from '../../src/payments/dto/refund.dto.js';
import type { Answer } from '../support/api.client.js';
import { patiently } from '../support/patiently.js';
import type { Share } from './act.types.js';
import { isPaidStatus, isPayableStatus } from './legal.moves.js';
import { readHere, readThere, sumOf } from './sale.books.js';
import { totalOf } from './sale.checks.js';
import type { Sale } from './sale.js';

const MISMATCHES = ['amount_mismatch', 'currency_mismatch', 'reference_mismatch'];
const RECEIVED_AT = '2026-01-15T09:00:00.000Z';

/** What the provider's trouble looks like from outside; no ERP can tell which. */
const PROVIDER_CODES = [
  'provider_unavailable',
  'provider_outcome_unknown',
  'provider_rejected',
  'provider_mismatch',
  'provider_misconfigured',
];

export async function open(sale: Sale): Promise<void> {
  const { here } = sale.ledgers;
  const answer = await sale.action('checkout');
  if (isProviderTrouble(answer)) return;
  const now = await readHere(sale);
  if (answer.status === 409) {
    expect({ was: 'refused', isOver: !isPayableStatus(now.status) || sale.hasEnded }).toEqual({
      was: 'refused',
      isOver: true,
    });
    return;
  }
  expect({ status: answer.status, wasPayable: isPayableStatus(here.status) }).toEqual({
    status: 200,
    wasPayable: true,
  });
  const id = answer.json<OpenedCheckoutDto>().checkout.providerPaymentId!.replace(/^.*\//, '');
  if (sale.pages.some((page) => page.id === id)) return;
  sale.pages.push({ id, declines: 0 });
  if (sale.pages.length > 1) sale.saw('a second page');
}

export async function refresh(sale: Sale): Promise<void> {
  const answer = await sale.action('refresh');
  if (isProviderTrouble(answer) || sale.hasTrouble) return;
  expect(answer.status).toBe(200);
  // Asked and answered: what was true of the newest page before the call is known here now.
  const newest = (await readHere(sale)).checkouts.at(-1);
  const there = newest?.providerId && sale.pageThere(newest.providerId);
  if (!there || sale.hasCapturedAtCounter || newest.status === 'creating') return;
  expect(newest.paid).toBeGreaterThanOrEqual(there.taken);
  expect(newest.refunded).toBeGreaterThanOrEqual(there.returned);
}

export async function cancel(sale: Sale): Promise<void> {
  const { here, there } = sale.ledgers;
  const live = here.checkouts.find(({ status }) => ['open', 'authorized'].includes(status));
  const wasPaid = there.some(({ id, taken }) => id === live?.providerId && taken > 0);
  sale.hasAskedToCancel = true;
  const answer = await sale.action('cancel');
  if (isProviderTrouble(answer) || isBusy(answer)) return;
  const now = await readHere(sale);
  if (answer.status === 409) {
    const isOver = isPaidStatus(now.status) || now.status === 'expired' || MISMATCHES.includes(now.review ?? '');
    const isCapturing = now.checkouts.some(({ captureAmount }) => captureAmount !== null);
    expect({ answer: 'refused', isRight: isOver || isCapturing }).toEqual({ answer: 'refused', isRight: true });
    if (wasPaid) sale.saw('a cancel came too late');
    return;
  }
  expect([answer.status, now.status]).not.toContain(500);
  expect({ status: answer.status, wasPaid: wasPaid && !sale.isBankPending && here.status !== 'canceled' }).toEqual({
    status: 200,
    wasPaid: false,
  });
}

export async function record(sale: Sale): Promise<void> {
  const { here, there } = sale.ledgers;
  const live = here.checkouts.find(({ status }) => ['open', 'authorized'].includes(status));
  const wasPaid = there.some(({ id, taken, isHeld }) => id === live?.providerId && (taken > 0 || isHeld));
  sale.hasAskedToRecord = true;
  const answer = await sale.action('record', { method: 'cash', receivedAt: RECEIVED_AT, note: 'Receipt 17' });
  if (isProviderTrouble(answer) || isBusy(answer)) return;
  const { status, review } = await readHere(sale);
  if (answer.status === 200) {
    const wasRecorded = sale.ledgers.story.at(here.version)?.recorded !== null;
    expect({ isPaid: isPaidStatus(status), wasPaid: wasPaid && !wasRecorded }).toEqual({
      isPaid: true,
      wasPaid: false,
    });
    sale.saw('recorded');
  } else {
    expect(answer.status).toBe(409);
    expect(isPayableStatus(status) && !MISMATCHES.includes(review ?? '')).toBe(false);
  }
}

export async function refund(sale: Sale, { share, isRepeated }: { share: Share; isRepeated: boolean }): Promise<void> {
  const isForeseeable = isRefundForeseeable(sale);
  const left = leftToRefund(sale);
  const amount =
    share === 'whole' && isRepeated ? undefined : partOf(share === 'tooMuch' ? sale.setting.value : left, share);
  const key = randomUUID();
  const answer = await askRefund(sale, amount, key);
  if (isForeseeable && left > 0 && (amount ?? left) <= left) expect(answer.status).toBe(201);
  if (isForeseeable && (amount ?? left) > left) expect([409, 422]).toContain(answer.status);
  if (answer.status !== 201) return refuseRightly(sale, answer);
  if (isRepeated) expect((await askRefund(sale, amount, key)).text).toBe(answer.text);
}

/** Two requests that are too much together: whichever comes first, one is refused. */
export async function refundTwice(sale: Sale): Promise<void> {
  const left = leftToRefund(sale);
  const amount = partOf(left, 'sixTenths');
  const isForeseeable = isRefundForeseeable(sale) && left > 0 && 2 * amount > left;
  const answers = await Promise.all([askRefund(sale, amount), askRefund(sale, amount)]);
  if (!isForeseeable) return;
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 409]);
  sale.saw('of two refunds at once, one');
}

export async function capture(sale: Sale, { share }: { share: Share }): Promise<void> {
  const { here, there } = sale.ledgers;
  const live = here.checkouts.find(({ status }) => status === 'authorized');
  const isHeld = there.some(({ id, isHeld: held }) => id === live?.providerId && held);
  const isForeseeable = isHeld && here.status === 'authorized' && !sale.hasTrouble && live?.captureAmount === null;
  const value = partOf(sale.setting.value, share);
  sale.capturesAsked.push(value);
  const answer = await sale.action('capture', share === 'whole' ? {} : { amount: sale.money(value) }, randomUUID());
  if (isProviderTrouble(answer) || isBusy(answer)) return;
  if (isForeseeable) expect(answer.status).toBe(share === 'tooMuch' ? 422 : 200);
  if (answer.status !== 200) return;
  const { status, amountPaid } = answer.json<PaymentDto>();
  expect(isPaidStatus(status)).toBe(true);
  if (!sale.hasCapturedAtCounter) expect(sale.capturesAsked).toContain(amountPaid.value);
  sale.saw(value < sale.setting.value ? 'captured a part' : 'captured');
}

export async function clearReview(sale: Sale): Promise<void> {
  const hadReview = sale.ledgers.here.review !== null;
  if (hadReview) sale.hasClearedReview = true;
  const answer = await sale.ask('clear the review', {
    method: 'DELETE',
    path: `/v1/payments/${sale.paymentId}/review`,
    body: { note: 'Looked at.' },
  });
  if (answer.status === 200) sale.hasClearedReview = true;
  if (!hadReview) return;
  expect([200, 409]).toContain(answer.status);
}

/** Its deadline passes. Where it has none yet, it is given one. */
export async function runOut(sale: Sale): Promise<void> {
  if (sale.endsAtMs === null) {
    const endsAtMs = Date.now() + 250;
    const body = { expiresAt: new Date(endsAtMs).toISOString() };
    const path = `/v1/payments/${sale.paymentId}`;
    const answer = await sale.ask('set a deadline', { method: 'PATCH', path, body });
    if (answer.status === 200) sale.endsAtMs = endsAtMs;
  }
  await patiently(() => (sale.endsAtMs === null || sale.hasEnded ? true : undefined));
}

async function askRefund(sale: Sale, amount: number | undefined, key: string = randomUUID()): Promise<Answer> {
  const body = amount === undefined ? {} : { amount: sale.money(amount) };
  const answer = await sale.action('refunds', body, key);
  if (answer.status === 201) sale.saw(`a refund is at first ${answer.json<RefundDto>().status}`);
  return answer;
}

/** A refusal must have a reason, as of now. */
async function refuseRightly(sale: Sale, answer: Answer): Promise<void> {
  expect([409, 422, 400, 502]).toContain(answer.status);
  if (answer.status === 422 && sale.provider === 'jodo') sale.saw('no refunds at Jodo');
  const there = await readThere(sale);
  if (totalOf(there, 'taken') === 0) return;
  sale.saw('a refund was refused');
}

/** Everything is known, and one page was paid: the answer can be told beforehand. */
function isRefundForeseeable({ ledgers: { here, there }, ...sale }: Sale): boolean {
  const paid = there.filter(({ taken }) => taken > 0);
  const isKnown = here.paid === totalOf(there, 'taken') && here.refunded === totalOf(there, 'returned');
  const isIdle = here.refunds.every(({ status }) => status === 'succeeded' || status === 'failed');
  return isKnown && isIdle && paid.length === 1 && sale.setting.till === 'dojo' && !sale.hasTrouble;
}

function leftToRefund({ ledgers: { here } }: Sale): number {
  const open = here.refunds.filter(({ status }) => status === 'pending' || status === 'unknown');
  return Math.max(0, here.paid - here.refunded - sumOf(open));
}

function partOf(total: number, share: Share): number {
  const parts: Readonly<Record<Share, number>> = {
    whole: total,
    sixTenths: Math.ceil(total * 0.6),
    some: Math.ceil(total / 4),
    tooMuch: total + 1,
  };
  return Math.max(1, parts[share]);
}

export function isProviderTrouble(answer: Answer): boolean {
  return answer.status >= 400 && PROVIDER_CODES.some((code) => answer.text.includes(`"${code}"`));
}

export function isBusy({ status, headers }: Answer): boolean {
  return status === 409 && headers['retry-after'] !== undefined;
}
