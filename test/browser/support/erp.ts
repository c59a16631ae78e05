import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { request } from 'undici';
import { startReceiver } from '../../simulator/support/webhook.receiver.js';
import type { DunlinUnderTest } from './dunlin-under-test.js';

export interface LinkMade {
  readonly id: string;
  readonly url: string;
  readonly paymentId: string;
  readonly reference: string;
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

  const connection = await call<{ id: string }>('POST', '/v1/connections', {
    provider: 'dojo',
    name: 'Sandbox',
    credentials: { apiKey: `sk_sandbox_${randomUUID()}` },
  });
  await call('POST', `/v1/connections/${connection.id}/verify`);
  const { secret } = await call<{ secret: string }>('POST', '/v1/webhook-endpoints', { url: receiver.url });
  const signatures = new Webhook(secret);

  return {
    call,
    makeLink: async ({ send = false } = {}): Promise<LinkMade> => {
      const reference = `INV-${randomUUID().slice(0, 8)}`;
      const link = await call<LinkMade>('POST', '/v1/links', {
        payment: aPayment(reference),
        ...(send && { send: {} }),
      });
      return { ...link, reference };
    },
    statusOf: async ({ paymentId }: LinkMade) =>
      (await call<{ status: string }>('GET', `/v1/payments/${paymentId}`)).status,
    /** What was delivered about a payment under one event type. Throws if any of it is not signed with our secret. */
    told: ({ reference }: LinkMade, type: string): EventTold[] =>
      receiver.received
        .map(({ raw, headers }) => signatures.verify(raw, headers as Record<string, string>) as EventTold)
        .filter((event) => event.type === type && event.data.payment.reference === reference),
    close: () => receiver.close(),
  };
}

function aPayment(reference: string) {
  return {
    reference,
    amount: { value: 4250, currency: 'GBP' },
    description: 'School trip to the science museum, 12 June',
    customer: { name: 'Sample Payer', email: 'payer@example.com' },
  };
}
