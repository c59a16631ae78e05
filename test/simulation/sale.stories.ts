import { setTimeout as delay } from 'node:timers/promises';
import type { RefundDto } from '../../src/payments/dto/refund.dto.js';
import { EXPIRES_AFTER_MS, type GivenPage, type Sale } from './sale.js';
import type { Story } from './sale.plan.js';

const PAYS = { card: '5200000000001005' };
const PAYS_AFTER_CHALLENGE = { card: '5200000000001096', challenge: 'accept' };
const IS_DECLINED = { card: '4456530000001013' };
const TAKEN = ['paid', 'partially_refunded', 'refunded'];
const RECEIVED_AT = '2026-01-15T09:00:00.000Z';

const BY_STORY: Readonly<Record<Story, (sale: Sale) => Promise<void>>> = {
  pays: async (sale) => {
    const page = await sale.visit();
    if (page) await payAndGoOn(sale, page);
  },
  'is declined, and pays': async (sale) => {
    const page = await sale.visit();
    if (!page) return;
    await sale.pay(page, IS_DECLINED);
    const again = await sale.visit();
    if (again) await payAndGoOn(sale, again);
  },
  'is declined, and leaves': async (sale) => {
    const page = await sale.visit();
    if (page) await sale.pay(page, IS_DECLINED);
  },
  'leaves the page open': async (sale) => {
    await sale.visit();
  },
  'never opens the page': async () => undefined,
  'is told that it is canceled': async (sale) => {
    await cancel(sale);
    if (sale.told.isCanceled && (await sale.visit())) throw new Error('What is canceled can be paid');
  },
  'pays while it is canceled': async (sale) => {
    const page = await sale.visit();
    if (page) await Promise.all([sale.pay(page, PAYS), cancel(sale)]);
    if (sale.isPaidThere) await sale.becomes(...TAKEN);
  },
  'pays after it was canceled': async (sale) => {
    const page = await sale.visit();
    if (!page) return;
    await cancel(sale);
    await sale.atProvider('scenario', { name: 'paid_after_expiry', intentId: page.id });
    const { outcome } = await sale.pay(page, PAYS);
    if (outcome === 'paid') await sale.becomes(...TAKEN);
  },
  'pays in cash': async (sale) => {
    if (sale.plan.comesBack) await sale.visit();
    const answer = await sale.act('record', { method: 'cash', receivedAt: RECEIVED_AT });
    sale.told.isRecorded = answer.status === 200;
    if (sale.told.isRecorded) await book(sale);
  },
  'finds the link canceled': async (sale) => {
    if (sale.plan.comesBack) await sale.visit();
    const answer = await sale.post(`/v1/links/${sale.link!.id}/cancel`);
    sale.told.isLinkCanceled = answer.status === 200;
    if (sale.told.isLinkCanceled && (await sale.visit())) throw new Error('The link is canceled, and leads on');
  },
  'finds the page closed, and pays on another': async (sale) => {
    const page = await sale.visit();
    if (!page) return;
    await sale.closeAtProvider(page);
    // Dunlin looks before it offers a page that it has not looked at for a while.
    await sale.act('refresh');
    const other = await sale.visit();
    if (!other) return;
    if (other.id !== page.id) sale.world.chronicle.saw('a page that had ended was replaced');
    await payAndGoOn(sale, other);
  },
  'comes after it has run out': async (sale) => {
    if (sale.plan.comesBack) await sale.visit();
    await delay(EXPIRES_AFTER_MS);
    if (await sale.visit()) throw new Error('What has run out can be paid');
    await sale.becomes('expired');
  },
  'has the money held': async (sale) => {
    const page = await sale.visit();
    if (!page) return;
    const { outcome } = await sale.pay(page, PAYS);
    sale.isPaidThere = false;
    if (outcome !== 'paid') return;
    await sale.becomes('authorized');
    if (sale.plan.booking === 'rejected') return cancel(sale);
    await capture(sale);
  },
};

/** What somebody wants, from the order to the books. Throws where Dunlin did not do its part. */
export async function tell(sale: Sale): Promise<void> {
  if (await sale.begin()) await BY_STORY[sale.plan.story](sale);
}

async function payAndGoOn(sale: Sale, page: GivenPage): Promise<void> {
  const paid = await sale.pay(page, sale.plan.isRefreshed ? PAYS_AFTER_CHALLENGE : PAYS);
  if (sale.plan.comesBack) await sale.comeBack(paid);
  if (sale.plan.isRefreshed) await sale.act('refresh');
  if (paid.outcome !== 'paid' && paid.outcome !== 'confirming') return;
  await sale.becomes(...TAKEN);
  await book(sale);
  await giveBack(sale);
}

async function capture(sale: Sale): Promise<void> {
  const { amount, refunds } = sale.plan;
  const value = refunds.areAtOnce ? Math.ceil(amount.value / 2) : amount.value;
  const answer = await sale.act('capture', { amount: { ...amount, value } });
  if (answer.status !== 200) throw new Error(`Held money was not taken: ${answer.status} ${answer.text}`);
  await sale.becomes(...TAKEN);
  await book(sale);
}

async function cancel(sale: Sale): Promise<void> {
  const answer = await sale.act('cancel');
  sale.told.isCanceled = answer.status === 200;
}

async function book(sale: Sale): Promise<void> {
  const { booking: status, reference } = sale.plan;
  if (status === null) return;
  const body = status === 'posted' ? { status, voucher: `V-${reference}` } : { status, reason: 'No such customer' };
  const path = `/v1/payments/${sale.paymentId}/booking`;
  const answer = await sale.world.erp.ask({ method: 'PUT', path, body });
  if (answer.status !== 200) throw new Error(`It was not booked: ${answer.status} ${answer.text}`);
  sale.told.booking = { status, voucher: status === 'posted' ? `V-${reference}` : null };
}

async function giveBack(sale: Sale): Promise<void> {
  const { refunds, amount } = sale.plan;
  const parts = refunds.parts.map((part) => Math.max(1, Math.floor(amount.value * part)));
  if (refunds.areAtOnce) await Promise.all(parts.map((value) => refund(sale, value)));
  else for (const value of parts) await refund(sale, value);
}

async function refund(sale: Sale, value: number): Promise<void> {
  const { currency } = sale.plan.amount;
  const answer = await sale.act('refunds', { amount: { value, currency }, reason: 'Course canceled' });
  if (answer.status === 201) sale.told.refunds.set(answer.json<RefundDto>().id, value);
  else if (answer.status !== 409) throw new Error(`The refund was refused: ${answer.status} ${answer.text}`);
}
