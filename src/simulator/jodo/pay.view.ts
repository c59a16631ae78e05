import { formatMoney } from '../../common/money.js';
import { returnAddress } from '../return.address.js';
import type { OrderRecord, PayAttempt } from './jodo.state.js';
import { referencesOf, totalPaise } from './order.book.js';
import { pagePath } from './order.wire.js';

/** What all of an order's pages show. */
export function orderView(order: OrderRecord) {
  return {
    title: 'Sandbox institute',
    amount: rupees(totalPaise(order)),
    reference: referencesOf(order.notes)[0] ?? order.id,
    description: undefined,
    page: pagePath(order),
  };
}

/** The page that offers the ways to pay; `declined` after a try that failed. */
export function payView(order: OrderRecord, query: { notice?: unknown }) {
  return {
    ...orderView(order),
    payer: order.payer.name,
    items: order.details.map(({ componentType, amountPaise }) => ({
      name: componentType,
      amount: rupees(amountPaise),
    })),
    notice: query.notice === 'declined' ? 'The payment was declined. You have not been charged. Try again.' : undefined,
    cancelUrl: returnUrl(order) ?? `${pagePath(order)}/left`,
  };
}

export function approvalView(order: OrderRecord, { method }: PayAttempt) {
  return { ...orderView(order), where: method === 'upi' ? 'your UPI app' : "your bank's app" };
}

/** What a payer finds who cannot pay (any more): a heading and a sentence. */
export function closedMessage(order: OrderRecord): { heading: string; text: string } {
  if (order.payment)
    return { heading: 'Payment successful', text: 'This payment has been made. You can close this page.' };
  if (order.confirming) {
    return { heading: 'Waiting for your bank', text: 'Your bank is still confirming this payment. Do not pay again.' };
  }
  return order.status === 'expired'
    ? { heading: 'Link expired', text: 'This payment link has expired. Ask the institute for a new one.' }
    : { heading: 'Link cancelled', text: 'The institute has cancelled this payment link. You have not been charged.' };
}

/** The merchant's address with `order_id` joined to it: one of the names that integrators report. Links have none. */
export function returnUrl({ callbackUrl, id }: OrderRecord): string | undefined {
  return callbackUrl && returnAddress(callbackUrl, { name: 'order_id', value: id });
}

function rupees(paise: number): string {
  return formatMoney({ value: paise, currency: 'INR' }, 'en-IN');
}
