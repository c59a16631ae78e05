import type { DojoMoney, IntentRecord } from './dojo.state.js';
import { toDojoTime } from './dojo.time.js';
import { totalValue } from './intent.book.js';
import { cardByLastFour } from './sandbox.cards.js';

const NO_INSTANT = '0001-01-01T00:00:00Z';

/** An intent as Dojo's API shows it; absent members are left out, not null. */
export interface IntentWire {
  id: string;
  status: string;
  amount: DojoMoney;
  reference: string;
  [member: string]: unknown;
}

export function toIntentWire(intent: IntentRecord, baseUrl: string): IntentWire {
  const { request } = intent;
  const config: object | undefined = request.config;
  const money = (value: number): DojoMoney => ({ value, currencyCode: intent.amount.currencyCode });
  return {
    id: intent.id,
    captureMode: request.captureMode ?? 'Auto',
    cardHolderNotPresent: request.cardHolderNotPresent ?? false,
    clientSessionSecretExpirationDate: NO_INSTANT,
    status: intent.status,
    paymentMethods: request.paymentMethods ?? ['Card'],
    amount: intent.amount,
    tipsAmount: request.tipsAmount,
    cashbackAmount: request.cashbackAmount,
    serviceChargeAmount: request.serviceChargeAmount,
    requestedAmount: intent.requestedAmount,
    totalAmount: money(totalValue(intent)),
    refundedAmount: intent.refundedValue,
    paymentDetails: paymentDetails(intent),
    customer: request.customer,
    requestSecurity: request.requestSecurity,
    billingAddress: request.billingAddress,
    shippingDetails: request.shippingDetails,
    createdAt: toDojoTime(intent.createdAt),
    updatedAt: toDojoTime(intent.updatedAt),
    reference: request.reference,
    description: request.description,
    subtotalLineItems: money((request.itemLines ?? []).reduce((sum, line) => sum + line.amountTotal.value, 0)),
    itemLines: request.itemLines,
    taxLines: request.taxLines,
    actionLink: request.actionLink,
    merchantConfig: {
      supportedPaymentMethods: { cardSchemes: ['VISA', 'MASTERCARD', 'MAESTRO', 'AMEX'], wallets: [] },
    },
    config: { ...config, tradingName: request.config?.title ?? 'Sandbox merchant' },
    autoExpireAction: request.autoExpireAction,
    autoExpireIn: request.autoExpireIn,
    expireAt: toDojoTime(intent.expireAt),
    metadata: { ...request.metadata, 'location-id': `rpl_${intent.accountId.slice(4, 15)}` },
    orderDetails: request.orderDetails,
    setupIntentId: request.setupIntentId,
    paymentSource: 'api',
    paymentLink: `${baseUrl}/checkout/${intent.id}`,
    terminalSessionHistory: [],
    captures: intent.captures.map(({ id, value, tipsValue, createdAt, takenFrom }) => ({
      id,
      amount: value,
      tipsAmount: tipsValue,
      status: takenFrom === undefined ? 'Successful' : 'Created',
      createdAt: toDojoTime(createdAt),
    })),
    paymentEvents: paymentEvents(intent),
  };
}

function paymentDetails({ payment }: IntentRecord) {
  if (!payment) return undefined;
  const card = cardByLastFour(payment.cardLast4);
  return {
    transactionId: payment.transactionId,
    transactionDateTime: toDojoTime(payment.at),
    message: payment.takenValue > 0 ? 'DEPOSITED' : 'AUTHORISED',
    authCode: payment.authCode,
    card: {
      cardNumber: maskedNumber(payment.cardLast4),
      cardName: payment.cardholderName,
      expiryDate: '2029-12-31',
      cardType: card.scheme,
      cardFundingType: 'Debit',
      last4PAN: payment.cardLast4,
      entryMode: 'ECommerce',
      verificationMethod: 'NotSpecified',
    },
  };
}

function paymentEvents(intent: IntentRecord) {
  return intent.paymentEvents.map(({ transactionId, at, eventType, cardLast4, cardholderName }) => ({
    transactionId,
    transactionDateTime: toDojoTime(at),
    eventType,
    ...(eventType === 'Declined' ? {} : { authCode: intent.payment?.authCode }),
    ...(cardLast4 && {
      cardNumber: maskedNumber(cardLast4),
      expiryDate: '2029-12-31',
      cardType: cardByLastFour(cardLast4).scheme,
      cardholderName,
    }),
  }));
}

/** `52000000****1005` */
function maskedNumber(last4: string): string {
  return `${cardByLastFour(last4).number.slice(0, 8)}****${last4}`;
}
