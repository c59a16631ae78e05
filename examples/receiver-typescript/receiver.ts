// Receives Dunlin's webhooks and books what is paid. Nothing but Node; see README.md for how to run it.
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isAuthentic } from './signature.ts';
import { Store } from './store.ts';

interface Money {
  readonly value: number;
  readonly currency: string;
}

/** As much of a payment as is used here; whatever else there is, now or later, is passed over. */
interface Payment {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly amountPaid: Money;
  readonly booking: { readonly status: 'unbooked' | 'posted' | 'rejected' | null };
  readonly metadata: Readonly<Record<string, string>>;
}

const LONGEST_BODY_BYTES = 1024 * 1024;
const POLL_MS = 300;
const RETRY_MS = 3000;

const dunlinUrl = setting('DUNLIN_URL');
const dunlinKey = setting('DUNLIN_KEY');
const secrets = setting('DUNLIN_WEBHOOK_SECRETS').split(/[\s,]+/);
const currencies = setting('LEDGER_CURRENCIES', 'GBP EUR USD INR').split(/[\s,]+/);
const store = new Store(setting('DATA_DIR', './receiver-data'));

const server = createServer(async (request, response) => {
  const status = await take(request).catch(() => 500);
  response.writeHead(status).end();
});
server.listen(Number(setting('PORT', '8080')), setting('HOST', '127.0.0.1'));
await workForever();

/** Verify, keep, answer: nothing that takes time happens before the answer. Dunlin repeats whatever is not answered 2xx. */
async function take(request: IncomingMessage): Promise<number> {
  if (request.method !== 'POST') return 405;
  const body = await bytesOf(request);
  if (body === undefined) return 413;
  if (!isAuthentic(request.headers, body, secrets)) return 401;
  await store.keepOnce('events', String(request.headers['webhook-id']), body);
  return 204;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The work goes on where it was, also after a crash. What fails is tried again, and holds up nothing else. */
async function workForever(): Promise<never> {
  for (;;) {
    let hasFailed = false;
    for (const id of store.unfinished()) {
      try {
        await work(id);
      } catch (error) {
        hasFailed = true;
        console.error(`${id}: ${String(error)}; it is tried again`);
      }
    }
    await delay(hasFailed ? RETRY_MS : POLL_MS);
  }
}

async function work(eventId: string): Promise<void> {
  const { data } = JSON.parse(store.read('events', eventId) ?? '{}') as { data?: { payment?: Payment } };
  // Other things than payments happen as well, and a certificate's payments are nobody's.
  if (data?.payment !== undefined && data.payment.metadata['dunlin'] !== 'certificate') await workOn(data.payment);
  await store.write('events', `${eventId}.done`, '');
}

/** Events may overtake each other: only one that is newer than what is known counts. */
async function workOn(payment: Payment): Promise<void> {
  const known = Number(store.read('payments', payment.id) ?? 0);
  if (payment.version <= known) return;
  if (payment.booking.status === 'unbooked') await answer(payment, await post(payment));
  // Last: after a crash in between, all of it is done again, and none of it twice.
  await store.write('payments', payment.id, String(payment.version));
}

/** Here your ERP posts the money, under the payment's id, so that doing it again finds it done. */
async function post({ id, reference, amountPaid }: Payment): Promise<object> {
  const { value, currency } = amountPaid;
  if (!currencies.includes(currency)) return { status: 'rejected', reason: `no ledger in ${currency}` };
  const voucher = `V-${reference}`;
  await store.keepOnce('ledger', id, JSON.stringify({ voucher, value, currency }));
  return { status: 'posted', voucher };
}

/** Closes the loop: Dunlin now knows what became of the money. The same answer twice is one. */
async function answer({ id, reference }: Payment, booking: object): Promise<void> {
  const response = await fetch(`${dunlinUrl}/v1/payments/${id}/booking`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${dunlinKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(booking),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Dunlin answered ${response.status} ${text}`);
  console.log(`${reference}: ${JSON.stringify(booking)}`);
}

function setting(name: string, fallback?: string): string {
  const value = process.env[name] ?? fallback;
  if (value) return value;
  console.error(`Set ${name}; README.md says to what.`);
  process.exit(1);
}
