import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { RefundListDto } from '../../src/payments/dto/refund.dto.js';
import { faultsInDatabase } from '../support/verification.js';
import { allPayments } from './calm.js';
import type { KeptAnswer } from './insistent.erp.js';
import type { Sale } from './sale.js';
import type { SimulationWorld } from './simulation.world.js';

const TAKEN = ['paid', 'partially_refunded', 'refunded'];
const MOST_CREATES_PER_CHECKOUT = 1.2;
/** A message may be on its way when the payment ends, and a process may stand still in between. */
const MAIL_UNDER_WAY_MS = 10_000;

/** Holds Dunlin to everything that it has told anybody, now that all is consistent. What does not hold is a violation. */
export async function checkPromises(world: SimulationWorld, sales: readonly Sale[]): Promise<void> {
  const faults = [
    ...(await faultsInDatabase(world.dunlin.env(), [])).map((fault) => `verify: ${fault}`),
    ...(await brokenSales(world, sales)),
    ...(await changedAnswers(world)),
    ...(await wrongTellings(world)),
    ...(await tooManyCreates(world)),
    ...lateMails(world),
  ];
  for (const fault of faults) world.chronicle.violate(fault);
}

async function brokenSales(world: SimulationWorld, sales: readonly Sale[]): Promise<string[]> {
  const payments = new Map((await allPayments(world)).map((payment) => [payment.id, payment]));
  const faults: string[] = [];
  for (const sale of sales) {
    if (sale.paymentId === '') continue;
    const payment = payments.get(sale.paymentId);
    const broken = payment
      ? [...brokenBy(sale, payment), ...(await brokenElsewhere(world, sale, payment))]
      : ['it is gone'];
    faults.push(...broken.map((fault) => `${sale.plan.reference}, who ${sale.plan.story}: ${fault}`));
  }
  return faults;
}

function brokenBy({ plan, told, isPaidThere }: Sale, payment: PaymentDto): string[] {
  const { status, amount, booking, recorded, reference, review } = payment;
  const isTaken = TAKEN.includes(status);
  return faults([
    [
      reference !== plan.reference || amount.value !== plan.amount.value || amount.currency !== plan.amount.currency,
      'it is another payment',
    ],
    [isPaidThere && !isTaken, `the payer was told that it is paid, and it is ${status}`],
    [
      told.isCanceled && status !== 'canceled' && review?.reason !== 'late_payment',
      `its cancel was confirmed, and it is ${status}`,
    ],
    [told.isRecorded && (!isTaken || recorded === null), `it was recorded, and is ${status}`],
    [
      told.booking !== null && (booking.status !== told.booking.status || booking.voucher !== told.booking.voucher),
      'its booking is another one',
    ],
  ]);
}

async function brokenElsewhere(
  { dunlin }: SimulationWorld,
  { told, link }: Sale,
  payment: PaymentDto,
): Promise<string[]> {
  const list =
    told.refunds.size === 0 ? [] : (await dunlin.api.read<RefundListDto>(`/v1/payments/${payment.id}/refunds`)).data;
  const amounts = new Map(list.map((refund) => [refund.id, refund.amount.value]));
  const succeeded = list
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, refund) => sum + refund.amount.value, 0);
  const now = told.isLinkCanceled ? await dunlin.api.read<LinkDto>(`/v1/links/${link!.id}`) : null;
  return faults([
    [
      [...told.refunds].some(([id, value]) => amounts.get(id) !== value),
      'a refund that was accepted is gone or another one',
    ],
    [list.length !== told.refunds.size, `it has ${list.length} refunds, and ${told.refunds.size} were accepted`],
    [
      succeeded !== payment.amountRefunded.value && list.length > 0,
      `refunds of ${succeeded} succeeded, and ${payment.amountRefunded.value} went back`,
    ],
    [
      now !== null && now.status !== 'canceled' && now.status !== 'paid',
      `its link was canceled, and is ${now?.status}`,
    ],
  ]);
}

/** The same request under the same key, long after: the first answer, byte for byte. */
async function changedAnswers({ erp }: SimulationWorld): Promise<string[]> {
  const changed: string[] = [];
  const check = async ({ call, text }: KeptAnswer) => {
    const again = await erp.ask(call);
    if (again.text !== text) changed.push(`${call.path} was answered ${text}, and now ${again.text}`);
  };
  const waiting = erp.kept.splice(0);
  const inTurn = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await check(next);
  };
  await Promise.all([inTurn(), inTurn(), inTurn(), inTurn()]);
  // Asking has kept them anew.
  erp.kept.splice(0);
  return changed;
}

async function wrongTellings({ subscribers, feed }: SimulationWorld): Promise<string[]> {
  return subscribers.flatMap(({ url, forgeries, fold }) =>
    faults([
      [forgeries > 0, `${url} got ${forgeries} requests that nobody it knows has signed`],
      [
        fold.contradiction(feed.fold) !== undefined,
        `event ${fold.contradiction(feed.fold)} was pushed otherwise than the feed tells it`,
      ],
      [fold.faults.length > 0, `${url}: ${fold.faults[0]}`],
    ]),
  );
}

async function tooManyCreates(world: SimulationWorld): Promise<string[]> {
  const perCheckout = await createsPerCheckout(world);
  return faults([
    [perCheckout > MOST_CREATES_PER_CHECKOUT, `the provider was asked for ${perCheckout} pages for each checkout`],
  ]);
}

export async function createsPerCheckout({ dunlin }: SimulationWorld): Promise<number> {
  const { calls } = await dunlin.provider.ledger();
  const [made] = await dunlin.rows<{ count: number }>('SELECT count(*)::integer AS count FROM checkouts');
  return Number(((calls['create'] ?? 0) / Math.max(1, made!.count)).toFixed(3));
}

/** Each mail has the payment's reference in its address. */
function lateMails({ smtp, feed }: SimulationWorld): string[] {
  const ends = new Map([...feed.endsMs].map(([reference, endMs]) => [`${reference.toLowerCase()}@example.com`, endMs]));
  return smtp.mails
    .filter(
      ({ recipients, acceptedAtMs }) => acceptedAtMs > (ends.get(recipients[0] ?? '') ?? Infinity) + MAIL_UNDER_WAY_MS,
    )
    .map(({ recipients }) => `${recipients[0]} was asked for money that nobody wanted any more`);
}

function faults(list: readonly (readonly [isWrong: boolean, fault: string])[]): string[] {
  return list.filter(([isWrong]) => isWrong).map(([, fault]) => fault);
}
