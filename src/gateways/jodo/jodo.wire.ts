import type { ProviderAnswer } from '../kit/provider-http.js';
import { WireObject, wireObjects } from '../kit/wire-object.js';
import { toPaise } from './jodo.rupees.js';

/** Jodo's JSON (docs.jodo.in/pay/api, /configuration/api), as far as we use it. Everything read is optional. */

/** `POST /pay/orders` and `POST /pay/payment_links`. */
export interface JodoCreateOrder {
  readonly name: string;
  /** Ten digits, without a country code. */
  readonly phone: string;
  readonly email: string;
  readonly details: readonly JodoDetail[];
  readonly notes: readonly JodoNote[];
  readonly collector_code?: string;
  /** Orders only. */
  readonly callback_url?: string;
  /** Payment links only; in UTC. */
  readonly expires_at?: string;
}

export interface JodoDetail {
  readonly component_type: string;
  /** Rupees with at most two decimals. */
  readonly amount: number;
}

export interface JodoNote {
  readonly key: string;
  readonly value: string;
}

/** `POST /erp/webhooks`. */
export interface JodoAddWebhook {
  readonly event_code: string;
  readonly url: string;
  readonly failure_notification_email: string;
  readonly secret_key: string;
  readonly header_key?: string;
  readonly header_value?: string;
  readonly collector_code?: string;
}

export interface JodoCreated {
  readonly orderId: string;
  readonly redirectUrl: string;
}

export interface JodoOrder {
  readonly id?: string;
  readonly status?: string;
  readonly details: readonly JodoPaidDetail[];
  readonly notes: readonly Partial<JodoNote>[];
}

export interface JodoPaidDetail {
  /** Undefined where no exact amount stands there. */
  readonly paise?: number;
  readonly settlementUtr?: string;
  readonly settledAt?: Date;
}

export interface JodoWebhook {
  readonly id: string;
  readonly eventCode?: string;
  readonly url?: string;
  readonly collectorCode?: string;
}

/** Undefined where nobody could be sent to pay, or nobody could look it up. */
export function readCreated(body: unknown): JodoCreated | undefined {
  const data = dataOf(body);
  const orderId = data?.text('order_id');
  const redirectUrl = data?.text('redirect_url');
  if (orderId === undefined || redirectUrl === undefined || !isWebAddress(redirectUrl)) return undefined;
  return { orderId, redirectUrl };
}

/** `GET /pay/orders/:id`. The `status` beside `data` tells how the call went, not how the payment did. */
export function readOrder(body: unknown): JodoOrder | undefined {
  const data = dataOf(body);
  // Named `order_id` only in the answer to a create and in events, but nothing else could stand there.
  const id = data?.text('id') ?? data?.text('order_id');
  const status = data?.text('status');
  if (!data || (id === undefined && status === undefined)) return undefined;
  return {
    id,
    status,
    // One unreadable line among others must spoil the sum, so none is passed over.
    details: (data.list('details') ?? []).map((detail) => readDetail(WireObject.of(detail))),
    notes: data.objects('notes').map((note) => ({ key: note.text('key'), value: note.text('value') })),
  };
}

export function readWebhook(body: unknown): JodoWebhook | undefined {
  return webhookOf(dataOf(body));
}

/** `GET /erp/webhooks`. */
export function readWebhooks(body: unknown): readonly JodoWebhook[] | undefined {
  const list = WireObject.of(body)?.list('data');
  return (
    list &&
    wireObjects(list)
      .map(webhookOf)
      .filter((webhook) => webhook !== undefined)
  );
}

/** The message of an error body: Jodo's own, its gateway's, or none. */
export function readProblem(body: unknown): string | undefined {
  const wire = WireObject.of(body);
  const fields = wire?.objects('errors').map((error) => `${error.text('key') ?? '?'}: ${error.text('message') ?? '?'}`);
  const texts = [wire?.text('message') ?? wire?.text('error'), ...(fields ?? [])];
  return texts.filter((text) => text !== undefined).join(' ') || undefined;
}

/**
 * Jodo's own word that it has no such order: 404 with its code, or 400 with a sentence. A bare `{"message":"Not Found"}`
 * is the gateway before Jodo, which knows paths and not orders.
 */
export function isUnknownOrder({ status, body }: ProviderAnswer): boolean {
  if (status !== 400 && status !== 404) return false;
  const wire = WireObject.of(body);
  return wire?.text('code') === 'HUE00001' || /\b(order|payment link) not found/i.test(wire?.text('message') ?? '');
}

function dataOf(body: unknown): WireObject | undefined {
  return WireObject.of(body)?.object('data');
}

function readDetail(wire: WireObject | undefined): JodoPaidDetail {
  return {
    paise: toPaise(wire?.text('amount')),
    settlementUtr: wire?.text('settlement_utr'),
    settledAt: wire?.instant('settled_at'),
  };
}

function webhookOf(wire: WireObject | undefined): JodoWebhook | undefined {
  const id = wire?.text('id');
  if (!wire || id === undefined) return undefined;
  const [eventCode, url, collectorCode] = ['event_code', 'url', 'collector_code'].map((name) => wire.text(name));
  return { id, eventCode, url, collectorCode };
}

function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}
