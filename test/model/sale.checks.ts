import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { isPaidStatus } from './legal.moves.js';
import { readHere, readThere, sumOf, type PageThere, type PaymentHere } from './sale.books.js';
import type { Ledgers, Sale } from './sale.js';

/** Compares our tables, the API, the provider and the ERP's fold, as they stand at this moment. Throws where they cannot all be right. */
export async function compareLedgers(sale: Sale): Promise<void> {
  // In this order: what has happened at the provider is known here later, never sooner.
  const here = await readHere(sale);
  const there = await readThere(sale);
  const answer = await sale.world.erp.send({ method: 'GET', path: `/v1/payments/${sale.paymentId}` });
  const told = answer.json<PaymentDto>();
  const story = await sale.world.feed.upTo(sale.paymentId, told.version);
  const before = sale.ledgers as Ledgers | undefined;
  sale.ledgers = { here, there, story };
  // Beside all that events carry, the answer has parts that change without news, as when the provider is asked next.
  expect(told).toMatchObject({ ...story.at(told.version) });
  expect(sumsOfFold(sale.ledgers)).toEqual({ status: here.status, paid: here.paid, refunded: here.refunded });
  const faults = [
    ...story.faults,
    ...sale.world.feed.faults,
    ...faultsOfTime(before?.here, here),
    ...faultsOfMoney(sale),
    ...faultsOfPages(sale),
    ...faultsOfRefunds(sale),
    ...faultsOfReview(sale),
    ...faultsOfReasons(sale),
  ];
  expect(faults).toEqual([]);
  const isResolved = here.refunds.some(
    ({ status }, index) => status === 'succeeded' && before?.here.refunds[index]?.status === 'unknown',
  );
  if (isResolved) sale.saw('a refund of an unknown outcome succeeded');
}

function sumsOfFold({ here, story }: Ledgers) {
  const body = story.at(here.version);
  return { status: body?.status, paid: body?.amountPaid.value, refunded: body?.amountRefunded.value };
}

function faultsOfTime(before: PaymentHere | undefined, here: PaymentHere): string[] {
  if (!before) return [];
  return faults([
    [here.version < before.version, 'the version went back'],
    [here.paid < before.paid || here.refunded < before.refunded, 'a sum went back'],
    [isPaidStatus(before.status) && !isPaidStatus(here.status), `it was ${before.status} and is ${here.status}`],
    [here.checkouts.length < before.checkouts.length, 'a checkout is gone'],
    [here.refunds.length < before.refunds.length, 'a refund is gone'],
  ]);
}

function faultsOfMoney({ ledgers: { here, there }, setting, hasAskedToRecord }: Sale): string[] {
  const throughPages = here.checkouts.reduce((sum, { paid }) => sum + paid, 0);
  const recorded = here.paid - throughPages;
  const more = here.checkouts.filter(({ providerId, paid, refunded }) => {
    const page = there.find(({ id }) => id === providerId);
    return paid > (page?.taken ?? 0) || refunded > (page?.returned ?? 0);
  });
  return faults([
    [more.length > 0, `more here than there: ${JSON.stringify(more)}`],
    [here.refunded > here.paid, 'more refunded than paid'],
    [recorded !== 0 && !(hasAskedToRecord && recorded === setting.value), `${recorded} come from nowhere`],
    [here.refunded !== here.checkouts.reduce((sum, { refunded }) => sum + refunded, 0), 'refunds from nowhere'],
  ]);
}

function faultsOfPages({ ledgers: { here, there }, pages, setting }: Sale): string[] {
  const payable = there.filter(({ id, isPayable }) => isPayable && pages.some((page) => page.id === id));
  const wrong = there.filter(({ amount, currency }) => amount !== setting.value || currency !== setting.currency);
  const live = here.checkouts.filter(({ status }) => ['creating', 'open', 'authorized'].includes(status));
  return faults([
    [payable.length > 1, `${payable.length} pages can be paid`],
    [wrong.length > 0, `the provider was asked for something else: ${JSON.stringify(wrong)}`],
    [live.length > 1, `${live.length} live checkouts`],
  ]);
}

function faultsOfRefunds({ ledgers: { here, there }, returnedAtCounter }: Sale): string[] {
  const wanted = sumOf(here.refunds.filter(({ status }) => status !== 'failed'));
  const succeeded = sumOf(here.refunds.filter(({ status }) => status === 'succeeded'));
  const ours = there.reduce((sum, { returned }) => sum + returned, 0) - returnedAtCounter;
  return faults([
    [wanted > here.paid, `${wanted} are to go back of ${here.paid}`],
    [ours > wanted, `${ours} went back, and no more than ${wanted} were asked for`],
    [succeeded > here.refunded, `refunds of ${succeeded} succeeded, and ${here.refunded} are back`],
  ]);
}

function faultsOfReview({ ledgers: { here }, hasClearedReview }: Sale): string[] {
  const isRefundUnknown = here.refunds.some(({ status }) => status === 'unknown');
  const isCaptureUnknown = here.checkouts.some(({ status, captureAmount }) => status === 'authorized' && captureAmount);
  return faults([
    [isRefundUnknown && !here.review && !hasClearedReview, 'nobody is told of a refund that may have happened'],
    [here.review === 'outcome_unknown' && !isRefundUnknown && !isCaptureUnknown, 'everything is known, and in review'],
  ]);
}

/** Nothing ends without somebody who wanted it to. */
function faultsOfReasons(sale: Sale): string[] {
  const { hasAskedToCancel, hasEnded, endsAtMs, isPaidInTime, hasTrouble } = sale;
  const { story, there } = sale.ledgers;
  const wasLetGo = there.some(({ status }) => status === 'Reversed');
  const isUnseen = isPaidInTime && !hasTrouble && !wasLetGo;
  return faults([
    [story.has('payment.canceled') && !hasAskedToCancel && !wasLetGo, 'canceled by nobody'],
    [story.has('payment.expired') && !hasEnded, `expired before ${String(endsAtMs)}`],
    [story.has('payment.expired') && isUnseen, 'expired although it was paid in time'],
  ]);
}

export function faults(list: readonly (readonly [isWrong: boolean, fault: string])[]): string[] {
  return list.filter(([isWrong]) => isWrong).map(([, fault]) => fault);
}

export function totalOf(there: readonly Pick<PageThere, 'taken' | 'returned'>[], what: 'taken' | 'returned'): number {
  return there.reduce((sum, page) => sum + page[what], 0);
}
