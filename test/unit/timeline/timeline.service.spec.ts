import { TimelineService } from '../../../src/timeline/timeline.service.js';
import type { PaymentFacts, TimelineFacts } from '../../../src/timeline/timeline.facts.js';
import { loadConfig } from '../../../src/config/app-config.js';
import { newId, toPublicId } from '../../../src/common/ids.js';
import { Look } from '../../../src/payments/look.entity.js';
import { Notification } from '../../../src/notifications/notification.entity.js';
import { DeliveryAttempt } from '../../../src/webhooks/outgoing/delivery-attempt.entity.js';
import { Delivery } from '../../../src/webhooks/outgoing/delivery.entity.js';
import { aCheckout, aLink, anEvent, aPayment, aRefund } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';

const NOW = new FakeClock().now();
const payment = aPayment().pending().build();
const NOTHING: PaymentFacts = {
  payment,
  events: [],
  checkouts: [],
  looks: [],
  unfinishedRefunds: [],
  links: [],
  webhooks: [],
  notifications: [],
  deliveries: [],
  pauses: new Map(),
};

function minutes(count: number): Date {
  return new Date(NOW.getTime() + count * 60_000);
}

function timelineOf(facts: Partial<PaymentFacts>) {
  const source = { of: async () => ({ ...NOTHING, ...facts }) } as unknown as TimelineFacts;
  return new TimelineService(source, new FakeClock(), loadConfig({}, false)).of(payment);
}

async function textsOf(facts: Partial<PaymentFacts>): Promise<string[]> {
  return (await timelineOf(facts)).data.map(({ text }) => text);
}

function aNotification(fields: Partial<Notification>): Notification {
  return Object.assign(new Notification(), {
    ...payment.key,
    id: newId(),
    linkId: newId(),
    recipient: 'payer@example.com',
    status: 'queued',
    attempts: 0,
    error: null,
    dueAt: null,
    sentAt: null,
    createdAt: minutes(-10),
    ...fields,
  });
}

function aDelivery(eventId: string, fields: Partial<Delivery>): Delivery {
  return Object.assign(new Delivery(), {
    ...payment.key,
    id: newId(),
    endpointId: newId(),
    eventId,
    status: 'due',
    attempts: 1,
    dueAt: null,
    ...fields,
  });
}

function anAttempt(fields: Partial<DeliveryAttempt>): DeliveryAttempt {
  return Object.assign(new DeliveryAttempt(), {
    number: 1,
    at: NOW,
    status: 500,
    error: null,
    durationMs: 5,
    ...fields,
  });
}

describe('a payment of which nothing is on record', () => {
  it('has an empty timeline', async () => {
    expect(await timelineOf({})).toEqual({
      object: 'timeline',
      paymentId: toPublicId('payment', payment.id),
      data: [],
      next: [],
    });
  });
});

describe('a timeline', () => {
  it('puts causes before what they led to within one instant', async () => {
    const checkout = aCheckout().of(payment).with({ createdAt: NOW, sentAt: null }).build();
    const look = Object.assign(new Look(), {
      checkoutId: checkout.id,
      outcome: 'paid',
      detail: null,
      times: 1,
      firstAt: NOW,
      lastAt: NOW,
      durationMs: 20,
    });
    const webhook = {
      connectionId: checkout.connectionId,
      eventId: 'evt_of_provider',
      eventType: 'payment_intent.status_updated',
      providerPaymentIds: [checkout.providerPaymentId!],
      receivedAt: NOW,
    };
    const event = anEvent(payment, { type: 'payment.paid', paymentVersion: 3, createdAt: NOW });
    const { data } = await timelineOf({ checkouts: [checkout], looks: [look], webhooks: [webhook], events: [event] });

    expect(data.map(({ kind }) => kind)).toEqual(['webhook', 'look', 'checkout', 'event']);
  });

  it('tells how often the provider said the same, and what a failure said', async () => {
    const checkout = aCheckout()
      .of(payment)
      .with({ createdAt: minutes(-60), sentAt: null })
      .build();
    const base = { checkoutId: checkout.id, firstAt: minutes(-20), lastAt: minutes(-5), durationMs: 20 };
    const looks = [
      Object.assign(new Look(), { ...base, outcome: 'open', detail: null, times: 4 }),
      Object.assign(new Look(), { ...base, outcome: 'not_sent', detail: 'fetchPayment: timeout', times: 1 }),
    ];

    expect((await textsOf({ checkouts: [checkout], looks })).slice(1)).toEqual([
      `Asked, dojo said that nobody has paid yet, 4 times until ${minutes(-5).toISOString()}`,
      'Asked, dojo gave no answer (not_sent): fetchPayment: timeout',
    ]);
  });

  it.each([
    [aCheckout().closed(), 'The checkout at dojo is closed: canceled'],
    [aCheckout().paid(), 'The checkout at dojo was paid'],
    [
      aCheckout()
        .closed()
        .with({ failure: { code: 'rejected', message: 'createCheckout: no' } }),
      'dojo made no checkout that could be used: createCheckout: no',
    ],
  ])('tells a checkout’s end %#', async (builder, text) => {
    expect((await textsOf({ checkouts: [builder.of(payment).build()] })).at(-1)).toBe(text);
  });

  it('tells why mails and deliveries ended badly', async () => {
    const failed = aNotification({ status: 'failed', attempts: 1, error: 'The mail server refused it (550).' });
    const suppressed = aNotification({ status: 'suppressed', createdAt: minutes(-9) });
    const event = anEvent(payment, { type: 'payment.created', createdAt: minutes(-11) });
    const exhausted = aDelivery(event.id, { status: 'exhausted' });
    const attempt = anAttempt({ error: 'The endpoint answered 500; only 2xx counts as delivered.' });

    expect(
      await textsOf({
        events: [event],
        notifications: [failed, suppressed],
        deliveries: [[exhausted, [attempt]]],
      }),
    ).toEqual([
      'The payment was created',
      'A mail was asked for and could not be sent: The mail server refused it (550).',
      'A mail was asked for and not sent, since there was nothing more to pay',
      'payment.created was not delivered: The endpoint answered 500; only 2xx counts as delivered. It is not tried again by itself.',
    ]);
  });

  it('tells the note of a person', async () => {
    const event = anEvent(payment, { type: 'payment.review_cleared', data: { payment: {}, note: 'Sent back' } });

    expect((await timelineOf({ events: [event] })).data[0]).toMatchObject({
      text: 'No person needs to look at it any more',
      data: { note: 'Sent back' },
    });
  });
});

describe('what comes next', () => {
  it.each([
    [aRefund().with({ tries: 2 }), { status: 'pending', tries: 2 }, 'The refund goes on'],
    [aRefund().unknown(), { status: 'unknown', tries: 0 }, 'Whether the refund has happened is found out'],
  ])('is the next try of a refund that is unfinished %#', async (builder, facts, text) => {
    const refund = builder.with({ dueAt: minutes(1) }).build();
    const { next } = await timelineOf({ unfinishedRefunds: [refund] });

    expect(next).toEqual([
      {
        at: minutes(1).toISOString(),
        kind: 'refund',
        text,
        data: { refundId: toPublicId('refund', refund.id), ...facts },
      },
    ]);
  });

  it('is everything that is due, soonest first', async () => {
    const event = anEvent(payment, { type: 'payment.pending' });
    const { next } = await timelineOf({
      payment: aPayment().pending().expiring(minutes(50)).build(),
      checkouts: [aCheckout().of(payment).due(minutes(30)).build()],
      links: [Object.assign(aLink(payment), { expiresAt: minutes(40) })],
      notifications: [aNotification({ dueAt: minutes(10), attempts: 2 })],
      deliveries: [[aDelivery(event.id, { dueAt: minutes(20), attempts: 3 }), []]],
      events: [event],
    });

    expect(next.map(({ text, data }) => [text, data['attempt']])).toEqual([
      ['A mail is sent', 3],
      ['payment.pending is delivered', 4],
      ['dojo is asked again', undefined],
      ['The link ends', undefined],
      ['The payment expires', undefined],
    ]);
  });

  it('is nothing for a paused endpoint, and says so', async () => {
    const event = anEvent(payment, { type: 'payment.pending' });
    const waiting = aDelivery(event.id, { dueAt: minutes(-20) });
    const { next } = await timelineOf({
      deliveries: [[waiting, []]],
      events: [event],
      pauses: new Map([[waiting.endpointId, minutes(-30)]]),
    });

    expect(next.map(({ text }) => text)).toEqual([
      'payment.pending waits for its endpoint, paused since 2026-11-20T09:30:00.000Z',
    ]);
  });

  it('is neither an end of what has ended, nor of a link that is canceled', async () => {
    const canceled = Object.assign(aLink(payment), { canceledAt: NOW, expiresAt: minutes(40) });
    const paid = aPayment().paid().with({ bookingAwaitedSince: null }).expiring(minutes(50)).build();

    expect((await timelineOf({ links: [canceled] })).next).toEqual([]);
    expect((await timelineOf({ payment: paid, links: [aLink(paid)] })).next).toEqual([]);
  });

  it.each([
    [aCheckout().creating(), 'dojo is asked whether it made the checkout'],
    [aCheckout().paid(), 'dojo is asked whether the money has reached the bank account'],
  ])('names the question of the next look %#', async (builder, text) => {
    const { next } = await timelineOf({ checkouts: [builder.of(payment).due(minutes(1)).build()] });

    expect(next.map((entry) => entry.text)).toEqual([text]);
  });
});

describe('a paid payment', () => {
  it('tells when the ERP is warned if it does not book it, and no more once it has', async () => {
    const paid = aPayment().paid().with({ bookingAwaitedSince: NOW }).build();
    const booked = aPayment().paid().with({ bookingStatus: 'posted', bookingAwaitedSince: null }).build();

    expect((await timelineOf({ payment: paid })).next).toEqual([
      {
        at: minutes(30).toISOString(),
        kind: 'event',
        text: 'The ERP is warned if it has not booked it',
        data: { type: 'payment.unbooked_warning' },
      },
    ]);
    expect((await timelineOf({ payment: booked })).next).toEqual([]);
  });
});
