import { WireObject, wireObjects } from '../kit/wire-object.js';

/** Dojo's JSON as of version 2025-09-10 (docs.dojo.tech/api), as far as we use it. Everything read is optional. */

export interface DojoMoney {
  /** Minor units. */
  readonly value: number;
  readonly currencyCode: string;
}

/** `POST /payment-intents`. */
export interface DojoCreateIntent {
  readonly amount: DojoMoney;
  readonly reference: string;
  readonly description?: string;
  readonly captureMode: 'Auto' | 'Manual';
  /** A .NET timespan, `d.hh:mm:ss`; Dojo wants both with Manual. */
  readonly autoExpireIn?: string;
  readonly autoExpireAction?: 'Release';
  readonly paymentMethods: readonly string[];
  readonly expireAt?: string;
  readonly config: { readonly title: string; readonly redirectUrl: string; readonly cancelUrl: string };
  readonly customer?: { readonly emailAddress?: string; readonly phoneNumber?: string };
  readonly itemLines?: readonly DojoItemLine[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly isNotOnlineCheckout?: true;
}

export interface DojoItemLine {
  readonly id?: string;
  readonly name: string;
  readonly quantity: number;
  readonly amountTotal: DojoMoney;
}

export interface DojoIntent {
  readonly id?: string;
  readonly status?: string;
  readonly amount?: DojoMoney;
  readonly totalAmount?: DojoMoney;
  /** A bare integer, unlike the others. NaN where something else stands there: not the same as nothing refunded. */
  readonly refundedAmount?: number;
  readonly reference?: string;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
  readonly expireAt?: Date;
  /** How long money is held, as a .NET timespan. */
  readonly autoExpireIn?: string;
  readonly paymentLink?: string;
  readonly metadata?: WireObject;
  readonly captures: readonly DojoCapture[];
  readonly paymentEvents: readonly DojoPaymentEvent[];
}

export interface DojoCapture {
  readonly amount?: number;
  readonly tipsAmount?: number;
  readonly status?: string;
}

export interface DojoPaymentEvent {
  readonly transactionId?: string;
  readonly at?: Date;
  readonly eventType?: string;
}

export interface DojoPage {
  readonly intents: readonly DojoIntent[];
  readonly after?: string;
}

export interface DojoSubscription {
  readonly id: string;
  readonly url?: string;
  readonly events: readonly string[];
  readonly secrets: readonly DojoSecret[];
}

export interface DojoSecret {
  readonly value?: string;
  readonly createdAt?: Date;
  readonly isActive: boolean;
}

/** Where the API keeps one intent. */
export function intentPath(providerPaymentId: string): string {
  return `/payment-intents/${encodeURIComponent(providerPaymentId)}`;
}

/** Undefined for anything that is not an intent: neither id nor status. */
export function readIntent(body: unknown): DojoIntent | undefined {
  const wire = WireObject.of(body);
  const id = wire?.text('id');
  const status = wire?.text('status');
  if (!wire || (id === undefined && status === undefined)) return undefined;
  return {
    id,
    status,
    amount: readMoney(wire.object('amount')),
    totalAmount: readMoney(wire.object('totalAmount')),
    refundedAmount: wire.has('refundedAmount') ? (wire.integer('refundedAmount') ?? Number.NaN) : undefined,
    reference: wire.text('reference'),
    createdAt: readInstant(wire, 'createdAt'),
    updatedAt: readInstant(wire, 'updatedAt'),
    expireAt: readInstant(wire, 'expireAt'),
    autoExpireIn: wire.text('autoExpireIn'),
    paymentLink: wire.text('paymentLink'),
    metadata: wire.object('metadata'),
    captures: wire.objects('captures').map(readCapture),
    paymentEvents: wire.objects('paymentEvents').map(readPaymentEvent),
  };
}

/** A page of `POST /payment-intents/search`. One unreadable intent spoils the page: leaving it out would hide money. */
export function readPage(body: unknown): DojoPage | undefined {
  const wire = WireObject.of(body);
  const data = wire?.list('data');
  if (!wire || !data) return undefined;
  const intents = data.map(readIntent).filter((intent) => intent !== undefined);
  return intents.length === data.length ? { intents, after: wire.text('after') } : undefined;
}

/** The answer to a refund; without an id it is none. */
export function readRefund(body: unknown): { providerRefundId: string } | undefined {
  const providerRefundId = WireObject.of(body)?.text('refundId');
  return providerRefundId === undefined ? undefined : { providerRefundId };
}

/** Dojo's schema and its example name the id of a reversal differently. */
export function readReversal(body: unknown): { providerRefundId: string } | undefined {
  const wire = WireObject.of(body);
  const providerRefundId = wire?.text('reversalId') ?? wire?.text('id');
  return providerRefundId === undefined ? undefined : { providerRefundId };
}

export function readSubscription(body: unknown): DojoSubscription | undefined {
  const wire = WireObject.of(body);
  const id = wire?.text('id');
  if (!wire || id === undefined) return undefined;
  return { id, url: wire.text('url'), events: wire.texts('events'), secrets: wire.objects('secrets').map(readSecret) };
}

/** `GET /webhooks`: a bare list. */
export function readSubscriptions(body: unknown): readonly DojoSubscription[] | undefined {
  if (!Array.isArray(body)) return undefined;
  return body.map(readSubscription).filter((subscription) => subscription !== undefined);
}

/** `GET /webhooks/{id}/secrets`. */
export function readSecrets(body: unknown): readonly DojoSecret[] | undefined {
  return WireObject.of(body)?.objects('secrets').map(readSecret);
}

/** `GET /webhooks/events`: names of every model in one list. */
export function readEventNames(body: unknown): readonly string[] | undefined {
  if (!Array.isArray(body)) return undefined;
  return wireObjects(body).flatMap((model) => model.texts('events'));
}

/** The message of an error body in any of Dojo's five shapes. */
export function readProblem(body: unknown): string | undefined {
  const wire = WireObject.of(body);
  if (!wire) return undefined;
  const texts = [wire.text('title') ?? wire.text('message'), wire.text('detail'), ...wire.nestedTexts('errors')];
  return texts.filter((text) => text !== undefined).join(' ') || undefined;
}

function readMoney(wire: WireObject | undefined): DojoMoney | undefined {
  const value = wire?.integer('value');
  const currencyCode = wire?.text('currencyCode');
  return value === undefined || currencyCode === undefined ? undefined : { value, currencyCode };
}

function readCapture(wire: WireObject): DojoCapture {
  return { amount: wire.integer('amount'), tipsAmount: wire.integer('tipsAmount'), status: wire.text('status') };
}

function readPaymentEvent(wire: WireObject): DojoPaymentEvent {
  return {
    transactionId: wire.text('transactionId'),
    at: readInstant(wire, 'transactionDateTime'),
    eventType: wire.text('eventType'),
  };
}

function readSecret(wire: WireObject): DojoSecret {
  return {
    value: wire.text('value'),
    createdAt: readInstant(wire, 'createdAt'),
    isActive: wire.boolean('isActive') ?? true,
  };
}

/** .NET writes an unset instant as year 1. */
function readInstant(wire: WireObject, name: string): Date | undefined {
  const instant = wire.instant(name);
  return instant && instant.getUTCFullYear() > 1 ? instant : undefined;
}
