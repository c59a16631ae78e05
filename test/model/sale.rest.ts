import type { RefundDto, RefundListDto } from '../../src/payments/dto/refund.dto.js';
import { patiently } from '../support/patiently.js';
import type { Rest } from './act.types.js';
import { isPayableStatus, statusOfSums } from './legal.moves.js';
import type { PaymentStory } from './payment.story.js';
import { resolve } from './person.acts.js';
import { allPosted, bringLost, deliverAll } from './post.acts.js';
import { IS_FREE, OF_SALE, readHere, readThere, type PageThere, type PaymentHere } from './sale.books.js';
import { compareLedgers, faults, totalOf } from './sale.checks.js';
import type { Sale } from './sale.js';

const DEADLINE_MS = 40_000;
const FREE_OF_SALE = `${OF_SALE} AND ${IS_FREE}`;
const MISMATCHES = ['amount_mismatch', 'currency_mismatch', 'reference_mismatch'];

/** Lets all news in and all work end; then all three ledgers tell the same, to the minor unit. */
export async function comeToRest(sale: Sale, by: Rest): Promise<void> {
  await endTrouble(sale);
  await patiently(() => (sale.isBankPending ? undefined : true));
  await bringNews(sale, by);
  await workDone(sale);
  await compareLedgers(sale);
  expect(await faultsAtRest(sale)).toEqual([]);
  lookAround(sale);
}

export async function endTrouble(sale: Sale): Promise<void> {
  if (!sale.hasTrouble) return;
  const { pending } = await sale.world.control<{ pending: { name: string; reference?: string }[] }>('GET', 'scenarios');
  const own = new Set(pending.filter(({ reference }) => reference === sale.reference).map(({ name }) => name));
  for (const name of own) {
    await sale.world.control('POST', 'scenario', { name, reference: sale.reference, times: 0 });
  }
  sale.hasTrouble = false;
}

/** Webhooks may get lost where something else asks: a person, or the clock about a live page. */
async function bringNews(sale: Sale, by: Rest): Promise<void> {
  sale.note(`rest, by ${by}`);
  await allPosted(sale);
  const here = await readHere(sale);
  const newest = here.checkouts.at(-1);
  await bringLost(sale, newest?.providerId ?? null);
  const isNewest = (id: string) => id === newest?.providerId;
  const isLive = (id: string) => isNewest(id) && ['open', 'authorized'].includes(newest?.status ?? '');
  for (const { id } of await readThere(sale)) {
    const isAskedAnyway = by === 'a refresh' ? isNewest(id) : by === 'time' && isLive(id);
    if (!isAskedAnyway) await deliverAll(sale, id);
  }
  if (by === 'a refresh' || sale.lost.length > 0) await sale.action('refresh');
  if (by === 'time' || sale.hasUntoldClose) {
    await sale.world.rows(
      `UPDATE checkouts SET due_at = now() WHERE ${FREE_OF_SALE} AND status IN ('open', 'authorized')`,
      [sale.reference],
    );
  }
}

const HURRY_REFUNDS = `UPDATE refunds SET due_at = now() WHERE ${FREE_OF_SALE} AND due_at > now()`;
/** What was put off until later is due now: nobody waits for a clock here. */
const HURRY = [
  `UPDATE checkouts SET due_at = now() WHERE ${FREE_OF_SALE} AND due_at > now() AND (failed_looks > 0 OR status = 'creating')`,
  HURRY_REFUNDS,
  // Nobody knows for two minutes whether an earlier try is still under way.
  `UPDATE refunds SET sent_at = sent_at - interval '1 minute'
   WHERE ${FREE_OF_SALE} AND status = 'unknown' AND sent_at > now() - interval '10 minutes'`,
];

/** Without waiting for their time, and whatever trouble is ahead. */
export async function tryRefundsAgain(sale: Sale): Promise<void> {
  await sale.world.rows(HURRY_REFUNDS, [sale.reference]);
  await patiently(async () => !(await readHere(sale)).refunds.some(({ isBusy }) => isBusy) || undefined);
}

async function workDone(sale: Sale): Promise<void> {
  await patiently(async () => {
    if (sale.hasGrownOld) await resolve(sale, { isTrue: true });
    const here = await readHere(sale);
    const isLooking = here.checkouts.some(({ isBusy, isPutOff }) => isBusy || isPutOff);
    const isRefunding = here.refunds.some(({ status }) => status === 'pending' || status === 'unknown');
    if (!isLooking && !isRefunding && !isOverdue(sale, here)) return true;
    for (const statement of HURRY) await sale.world.rows(statement, [sale.reference]);
    return undefined;
  }, DEADLINE_MS);
}

function isOverdue({ hasEnded }: Sale, { status, review }: PaymentHere): boolean {
  return hasEnded && isPayableStatus(status) && !MISMATCHES.includes(review ?? '');
}

async function faultsAtRest(sale: Sale): Promise<string[]> {
  const { here, there, story } = sale.ledgers;
  const disputed = there.filter((page) => isDisputed(sale, page));
  const known = there.map((page) => knownOf(sale, page));
  const recorded = story.at(here.version)?.recorded ? sale.setting.value : 0;
  const paid = totalOf(known, 'taken') + recorded;
  const refunded = totalOf(known, 'returned');
  const isReviewed = here.review !== null;
  const listed = await sale.world.erp.send({ method: 'GET', path: `/v1/payments/${sale.paymentId}/refunds?limit=100` });
  const refunds = listed.json<RefundListDto>().data;
  const statuses = statusesAtRest(sale, { paid, refunded, isDisputed: disputed.length > 0 });
  return faults([
    [here.paid !== paid, `paid ${here.paid} here, ${paid} there`],
    [here.refunded !== refunded, `refunded ${here.refunded} here, ${refunded} there`],
    [disputed.length > 0 && !isReviewed, 'money that does not fit, and no review'],
    [here.paid > sale.setting.value && !isReviewed && !sale.hasClearedReview, 'a surplus without a review'],
    [wasPaidLate(story.types) && !isReviewed && !sale.hasClearedReview, 'late money without a review'],
    [!statuses.includes(here.status), `it is ${here.status} where it should be ${statuses.join(' or ')}`],
    [isOpenToPayers(sale), `it is ${here.status}, and its page can still be paid`],
    [isHeldInVain(sale), `it is ${here.status}, and money is held`],
    [refunds.length !== here.refunds.length, 'the API lists other refunds'],
    [!(await areTold(story, refunds)), 'refunds are told otherwise'],
  ]);
}

/** The end of a refund need not be a step of its payment, so that the ERP may hear of it a moment later. */
function areTold({ refunds: told }: PaymentStory, refunds: readonly RefundDto[]): Promise<boolean> {
  const agrees = ({ id, status }: RefundDto) => told.get(id)?.status === status;
  return patiently(() => refunds.every(agrees) || undefined).catch(() => false);
}

function wasPaidLate(types: readonly string[]): boolean {
  const paidAt = types.indexOf('payment.paid');
  return types.slice(0, Math.max(0, paidAt)).some((type) => type === 'payment.canceled' || type === 'payment.expired');
}

/** More or less was taken than anybody here asked for: nothing may be concluded from that. */
function isDisputed({ hasCapturedAtCounter, setting, capturesAsked }: Sale, { taken }: PageThere): boolean {
  return taken > 0 && hasCapturedAtCounter && taken !== setting.value && !capturesAsked.includes(taken);
}

/** What must be known here of a page by now: all, or of a disputed one what was known before. */
function knownOf(sale: Sale, page: PageThere): Pick<PageThere, 'taken' | 'returned'> {
  if (!isDisputed(sale, page)) return page;
  const checkout = sale.ledgers.here.checkouts.find(({ providerId }) => providerId === page.id);
  return { taken: checkout?.paid ?? 0, returned: checkout?.refunded ?? 0 };
}

/** What the payment's status may be, from what has happened to it. Mostly one. */
function statusesAtRest(sale: Sale, sums: { paid: number; refunded: number; isDisputed: boolean }): string[] {
  const { here, there, story } = sale.ledgers;
  if (sums.isDisputed && sums.paid === 0) return [here.status];
  // A second payment does not make a refunded one less refunded.
  const wasSurplus = there.filter(({ taken }) => taken > 0).length > 1;
  if (sums.paid > 0) return [statusOfSums(sums), ...(wasSurplus && sums.refunded > 0 ? ['refunded'] : [])];
  if (story.has('payment.canceled')) return ['canceled'];
  if (story.has('payment.expired')) return ['expired'];
  if (sale.hasEnded && there.every(({ isHeld }) => !isHeld)) {
    return MISMATCHES.includes(here.review ?? '') ? ['open', 'pending', 'failed'] : ['expired'];
  }
  const last = here.checkouts.findLast(({ closedReason }) => !['not_created', 'mismatch'].includes(closedReason ?? ''));
  if (!last) return ['open'];
  const page = there.find(({ id }) => id === last.providerId);
  if (page?.isHeld) return ['authorized'];
  if (page?.isPayable) return ['pending'];
  const declines = sale.pages.find(({ id }) => id === last.providerId)?.declines ?? 0;
  // A slow bank's no may come after the page was closed, and then is told of a payment that is open again.
  if (sale.bankUntilMs > 0) return ['open', 'failed'];
  return declines > 0 ? ['failed'] : ['open'];
}

/** Nobody can pay any more for what has ended, where the provider can close a page. */
function isOpenToPayers({ ledgers: { here, there }, setting, pages }: Sale): boolean {
  if (isPayableStatus(here.status) || setting.till === 'jodo order') return false;
  return there.some(({ id, isPayable }) => isPayable && pages.some((page) => page.id === id));
}

/** What nobody wants any more is let go. */
function isHeldInVain({ ledgers: { here, there } }: Sale): boolean {
  return here.status !== 'authorized' && there.some(({ isHeld }) => isHeld);
}

function lookAround({ ledgers: { here, there, story }, setting, pages, world }: Sale): void {
  const orphans = there.filter(({ id }) => !here.checkouts.some(({ providerId }) => providerId === id));
  const unused = there.filter(({ id }) => !pages.some((page) => page.id === id));
  world.sightings.saw(
    'came to rest',
    `ends as ${here.status}`,
    `ends with ${setting.till}`,
    ...(here.paid > 0 ? [`takes ${setting.currency}`] : []),
    ...(here.review ? [`ends in review ${here.review}`] : []),
    ...(here.paid > setting.value ? ['was paid twice'] : []),
    ...(orphans.length > 0 ? ['an orphan at the provider'] : []),
    ...(unused.length > orphans.length ? ['a page that nobody was led to was found again'] : []),
    ...new Set(story.types),
  );
}
