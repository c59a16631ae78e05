import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { request } from 'undici';
import { startReceiver } from '../../simulator/support/webhook.receiver.js';
import type { DunlinUnderTest } from './dunlin-under-test.js';
import { DOJO, type ProviderPages } from './provider.pages.js';

export interface LinkMade {
  readonly id: string;
  readonly url: string;
  readonly paymentId: string;
  readonly reference: string;
}

export interface LinkWish {
  readonly send?: boolean;
  readonly amount?: ProviderPages['amount'];
  readonly returnUrl?: string | null;
  /** The payment's. */
  readonly expiresAt?: string | null;
}

export interface EventTold {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly payment: { readonly reference: string; readonly status: string } };
}

export type Erp = Awaited<ReturnType<typeof startErp>>;

/** The customer's system: it makes links over REST and is told what becomes of them. */
export async function startErp({ url, key }: DunlinUnderTest) {
  const receiver = await startReceiver();
  const call = async <Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> => {
    const answer = await request(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as Answer;
  };

  for (const connection of connections()) {
    const { id } = await call<{ id: string }>('POST', '/v1/connections', connection);
    await call('POST', `/v1/connections/${id}/verify`);
  }
  const { secret } = await call<{ secret: string }>('POST', '/v1/webhook-endpoints', { url: receiver.url });
  const signatures = new Webhook(secret);

  return {
    call,
    makeLink: async ({ send = false, amount = DOJO.amount, ...wish }: LinkWish = {}): Promise<LinkMade> => {
      const payment = { ...aPayment(), amount, ...wish };
      const link = await call<LinkMade>('POST', '/v1/links', { payment, ...(send && { send: {} }) });
      return { ...link, reference: payment.reference };
    },
    linkOf: ({ id }: LinkMade) => call<{ status: string }>('GET', `/v1/links/${id}`),
    paymentOf: ({ paymentId }: LinkMade) =>
      call<{ status: string; version: number }>('GET', `/v1/payments/${paymentId}`),
    /** What was delivered about a payment under one event type. Throws if any of it is not signed with our secret. */
    told: ({ reference }: LinkMade, type: string): EventTold[] =>
      receiver.received
        .map(({ raw, headers }) => signatures.verify(raw, headers as Record<string, string>) as EventTold)
        .filter((event) => event.type === type && event.data.payment.reference === reference),
    close: () => receiver.close(),
  };
}

function aPayment() {
  return {
    reference: `INV-${randomUUID().slice(0, 8)}`,
    description: 'School trip to the science museum, 12 June',
    customer: { name: 'Sample Payer', email: 'payer@example.com', phone: '+919876543210' },
  };
}

/** Their currencies decide which of them a payment goes through. */
function connections() {
  return [
    { provider: 'dojo', name: 'Cards', credentials: { apiKey: `sk_sandbox_${randomUUID()}` } },
    {
      provider: 'jodo',
      name: 'UPI',
      credentials: { apiKey: `jodo_sim_${randomUUID()}`, apiSecret: 'secret' },
      // The simulator does not call from Jodo's addresses.
      settings: { product: 'order', failureNotificationEmail: 'operator@example.com', allowedSourceAddresses: [] },
    },
  ];
}
