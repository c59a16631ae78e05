import { setTimeout as delay } from 'node:timers/promises';
import type { components } from '../../clients/typescript/src/index.js';
import type { DemoErp, PaymentEvent } from './demo-erp.js';
import type { DemoLog } from './demo-log.js';
import type { DemoNarrator } from './demo-narrator.js';
import { DemoPayer } from './demo-payer.js';

const MAIL_POLL_MS = 50;
const MAIL_ATTEMPTS = 200;

/** One way to pay, as the payer goes it on the provider's pages. */
export interface Attempt {
  readonly says: string;
  /** What the payer enters on each page. */
  readonly pages: readonly Readonly<Record<string, string>>[];
  readonly isDeclined?: boolean;
}

export interface Story {
  readonly title: string;
  readonly reference: string;
  /** In pence or paise. */
  readonly amount: { readonly value: number; readonly currency: 'GBP' | 'INR' };
  /** Tried one after the other; the last one pays. */
  readonly attempts: readonly Attempt[];
}

interface Scene {
  readonly erp: DemoErp;
  readonly log: DemoLog;
  readonly narrator: DemoNarrator;
}

type Link = components['schemas']['Link'];

/** One payment from the ERP's wish to its booking. Throws when anything is not as told. */
export async function tell(story: Story, scene: Scene): Promise<void> {
  scene.narrator.chapter(story.title);
  const link = await askForLink(story, scene);
  const payer = new DemoPayer();
  await openCheckout(payer, { link, scene });
  const returnUrl = await payAt(payer, { story, scene });
  await confirm(link, { story, scene });
  await payer.open(returnUrl);
  scene.narrator.aside(`The payer is back and reads: “${payer.heading()}”`);
  await book(story, { link, scene });
}

async function askForLink(story: Story, { erp, log, narrator }: Scene): Promise<Link> {
  const money = `${story.amount.currency} ${(story.amount.value / 100).toFixed(2)}`;
  const link = await erp.dunlin.post('/v1/links', {
    body: {
      payment: {
        reference: story.reference,
        amount: story.amount,
        description: 'Demo invoice',
        customer: { name: 'Sample Payer', email: 'payer@example.com', phone: '+919999999999' },
      },
      send: {},
    },
  });
  await log.lines.next('The request', ({ facts }) => facts['route'] === '/v1/links' && facts['status'] === 201);
  narrator.stop(1, `The ERP asks for a link: ${story.reference}, ${money}, to be mailed`);
  const created = await eventOf(link, { type: 'payment.created', erp });
  narrator.stop(2, `Answered 201 with ${link.paymentId}; its first event is number ${created.sequence}`);
  await mailed(link, erp);
  narrator.aside('The mail is out');
  return link;
}

async function mailed({ id }: Link, erp: DemoErp): Promise<void> {
  for (let attempt = 0; attempt < MAIL_ATTEMPTS; attempt += 1) {
    const { notifications } = await erp.dunlin.get('/v1/links/{id}', { params: { path: { id } } });
    if (notifications[0]?.status === 'sent') return;
    await delay(MAIL_POLL_MS);
  }
  throw new Error('The mail was not sent');
}

async function openCheckout(payer: DemoPayer, { link, scene }: { link: Link; scene: Scene }): Promise<void> {
  const { erp, log, narrator } = scene;
  await payer.open(link.url);
  const pressed = payer.submit();
  narrator.stop(3, `The payer opens the link, reads “${payer.heading()}” and presses Pay`);
  const call = await log.lines.next('The provider', isCall('createCheckout'));
  await pressed;
  narrator.stop(4, 'The payment is locked, no checkout is live: this request may make one');
  narrator.stop(5, `${String(call.facts['provider'])} makes a checkout in ${String(call.facts['durationMs'])} ms`);
  await eventOf(link, { type: 'payment.pending', erp });
  narrator.aside(`The payer is at ${new URL(payer.url).host}; the ERP knows that the payment is pending`);
}

/** Answers where the provider sends the payer when all is paid. */
async function payAt(payer: DemoPayer, { story, scene }: { story: Story; scene: Scene }): Promise<string> {
  for (const { says, pages, isDeclined } of story.attempts) {
    scene.narrator.aside(says);
    for (const fields of pages.slice(0, -1)) await payer.submit(fields);
    // Whatever happened before this button belongs to no stop that follows it.
    scene.log.lines.forget();
    const last = pages.at(-1) ?? {};
    if (!isDeclined) return sentBack(await payer.press(last));
    await payer.submit(last);
    if (!payer.notice()) throw new Error('The provider’s page did not say that the card was declined');
    scene.narrator.aside(`The provider’s page: “${payer.notice()}” It stays open, so the payment stays pending`);
  }
  throw new Error('Nothing that this payer tries pays');
}

function sentBack({ location }: { location: string | null }): string {
  if (!location) throw new Error('The provider did not send the payer back');
  return location;
}

/** The payer may take his time to come back, or never come: nothing here waits for him. */
async function confirm(link: Link, { story, scene }: { story: Story; scene: Scene }): Promise<void> {
  const { erp, log, narrator } = scene;
  const webhook = await log.lines.next('The provider’s webhook', isWebhook);
  narrator.stop(
    6,
    `The provider’s webhook arrives and is answered ${String(webhook.facts['status'])} in ${String(webhook.facts['ms'])} ms`,
  );
  const look = await log.lines.next('The look', isCall('fetchPayment'));
  narrator.stop(7, `The provider is asked what is true, and answers in ${String(look.facts['durationMs'])} ms`);
  if (story.attempts.some(({ isDeclined }) => isDeclined)) {
    await eventOf(link, { type: 'payment.declined', erp });
    narrator.aside('It tells of the declined try too, and the ERP has payment.declined');
  }
  const paid = await eventOf(link, { type: 'payment.paid', erp });
  narrator.stop(8, `The payment is ${paid.data.payment.status}, version ${paid.data.payment.version}`);
  narrator.stop(9, `The ERP has payment.paid, number ${paid.sequence}, and its signature is right`);
}

async function book(story: Story, { link, scene }: { link: Link; scene: Scene }): Promise<void> {
  const { erp, narrator } = scene;
  const voucher = `RE-${story.reference}`;
  const params = { path: { id: link.paymentId } };
  await erp.dunlin.put('/v1/payments/{id}/booking', { params, body: { status: 'posted', voucher } });
  await eventOf(link, { type: 'payment.booked', erp });
  const { status, amountPaid, booking } = await erp.dunlin.get('/v1/payments/{id}', { params });
  if (status !== 'paid' || amountPaid.value !== story.amount.value || booking.status !== 'posted') {
    throw new Error(`The payment is ${status} with ${amountPaid.value}, booking ${booking.status}`);
  }
  narrator.aside(`The ERP answers: ${booking.status} as ${booking.voucher}. The loop is closed`);
}

function eventOf(
  { paymentId }: Link,
  { type, erp }: { type: PaymentEvent['type']; erp: DemoErp },
): Promise<PaymentEvent> {
  return erp.events.next(type, (event) => event.type === type && event.data.payment.id === paymentId);
}

function isCall(operation: string) {
  return ({ message, facts }: { message: string; facts: Readonly<Record<string, unknown>> }) =>
    message === 'provider call' && facts['operation'] === operation;
}

function isWebhook({ facts }: { facts: Readonly<Record<string, unknown>> }): boolean {
  return facts['route'] === '/webhooks/:provider/:token' && facts['status'] === 204;
}
