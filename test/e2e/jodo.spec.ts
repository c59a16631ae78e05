import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { expectBooksToAgree, ledgerEntries } from '../fixtures/books.js';
import { ProviderSwitch } from '../fixtures/provider.switch.js';
import { signHook } from '../../src/simulator/jodo/hook.signature.js';
import { Shop } from '../fixtures/shop.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let wire: ProviderSwitch;

beforeAll(async () => {
  world = await DunlinWorld.create();
  wire = await ProviderSwitch.start(world.simulator.url);
  await world.start({ JODO_SANDBOX_BASE_URL: wire.url });
  await world.connect();
});

afterAll(async () => {
  await world.close();
  await wire.stop();
});

describe('one payment in rupees, from the ERP and back to it', () => {
  const reference = 'FEE-2026-0001';
  let shop: Shop;
  let created: Answer;
  let link: LinkDto;
  let checkoutUrl: string;
  let returnUrl: string | null;

  beforeAll(async () => {
    shop = await Shop.jodo(world);
  });

  it('stop 1: takes the order from the ERP, and the same answer for the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'nine-stops-in-rupees' };
    created = await world.api.post('/v1/links', { payment: shop.order({ reference }) }, { headers });
    const replayed = await world.api.post('/v1/links', { payment: shop.order({ reference }) }, { headers });

    expect(created.status).toBe(201);
    expect(replayed.text).toBe(created.text);
    link = created.json<LinkDto>();
  });

  it('stop 2: payment, link and event are there', async () => {
    const payment = await read(link.paymentId);
    const event = await world.erp.waitFor(reference, 'payment.created');

    expect(payment).toMatchObject({
      reference,
      status: 'open',
      amount: { value: 105_029, currency: 'INR' },
      version: 1,
    });
    expect(event.data.payment).toMatchObject({ reference, status: 'open' });
  });

  it('stop 3: the payer opens the link, which calls nobody, and presses Pay', async () => {
    const page = await exchange({ method: 'GET', url: link.url });

    expect(page.status).toBe(200);
    expect(page.text).toContain('1,050.29');
    expect(await world.provider.calls(reference, 'create')).toBe(0);

    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    expect(pressed.status).toBe(303);
    checkoutUrl = String(pressed.headers['location']);
  });

  it('stop 4: the order is open and recorded before the payer is led there', async () => {
    const payment = await read(link.paymentId);

    expect(payment).toMatchObject({ status: 'pending', provider: 'jodo', version: 2 });
    expect(payment.checkout).toMatchObject({ status: 'open', url: checkoutUrl });
  });

  it('stop 5: exactly ₹1050.29 was asked for, down to the digits on the wire', async () => {
    const asked = wire.callsOf(shop.authorization).filter(({ path }) => path.endsWith('/pay/orders'));
    const [order, ...others] = await entriesOf(reference);

    expect(asked.map(({ text }) => /"amount":[^,}]*/.exec(text)?.[0])).toEqual(['"amount":1050.29']);
    expect(others).toEqual([]);
    expect(order).toMatchObject({ amountPaise: 105_029, currency: 'INR', payable: true, charges: [] });
    expect((await read(link.paymentId)).checkout!.providerPaymentId).toBe(`orders/${order!.id}`);
  });

  it('stop 6: the payer pays, and the webhook is verified, kept once and acknowledged', async () => {
    const visit = { reference, link, checkoutUrl, orderId: (await entriesOf(reference))[0]!.id };
    returnUrl = await shop.pay(visit);
    const [delivery] = await shop.delivered(visit, 1);
    const kept = await world.rows('SELECT event_id FROM received_webhooks WHERE $1 = ANY (provider_payment_ids)', [
      `orders/${visit.orderId}`,
    ]);

    expect(delivery!.event).toBe('order.payment.debited');
    expect(kept).toEqual([{ event_id: delivery!.eventId }]);
  });

  it('stop 7: Jodo was asked, since its webhook alone is believed by nobody', async () => {
    await shop.becomes(reference, 'paid');

    expect(await world.provider.calls(reference, 'fetch')).toBeGreaterThanOrEqual(1);
  });

  it('stop 8: the payment is paid to the paisa, and the payer who comes back is told so', async () => {
    const payment = await read(link.paymentId);
    const shown = await exchange({ method: 'GET', url: returnUrl! });

    expect(payment).toMatchObject({ status: 'paid', version: 3, amountPaid: { value: 105_029, currency: 'INR' } });
    expect(payment).toMatchObject({ review: null, settlement: null, booking: { status: 'unbooked' } });
    expect(returnUrl).toContain(`${link.url}/return?order_id=`);
    expect(shown.text).toContain('1,050.29');
    expect(shown.text).toContain('Paid on');
  });

  it('stop 9: the ERP is told under a signature it can check, books, and the loop is closed', async () => {
    const told = await world.erp.waitFor(reference, 'payment.paid');
    const booked = await world.api.put(`/v1/payments/${link.paymentId}/booking`, { status: 'posted', voucher: 'V-1' });
    await world.erp.waitFor(reference, 'payment.booked');

    expect(told).toMatchObject({ previous: { status: 'pending' }, data: { payment: { status: 'paid' } } });
    expect(booked.status).toBe(200);
    expect(world.erp.forgeries).toBe(0);
    expect(await typesOf(reference)).toEqual(['payment.created', 'payment.pending', 'payment.paid', 'payment.booked']);
    await expectBooksToAgree(world);
  });
});

describe('a settlement without a word of the payment', () => {
  afterEach(() => expectBooksToAgree(world));

  it('is proof enough when it is all that Jodo tells: paid and settled, each once', async () => {
    const shop = await Shop.jodo(world);
    const { reference, ...visit } = await shop.visit();
    await shop.scenario({ name: 'only_settled_webhook', reference });
    await shop.pay(visit);
    await shop.settle({ reference, ...visit });
    await world.erp.waitFor(reference, 'payment.settled');

    const payment = await world.payment(reference);
    expect(payment).toMatchObject({ status: 'paid', settlement: { status: 'settled' }, review: null });
    expect(await typesOf(reference)).toEqual(['payment.created', 'payment.pending', 'payment.paid', 'payment.settled']);
  });
});

describe('a payment link of Jodo’s', () => {
  afterEach(() => expectBooksToAgree(world));

  it('is canceled at Jodo when the ERP gives the payment up', async () => {
    const shop = await Shop.jodo(world, { product: 'payment_link' });
    const { reference, link } = await shop.visit();
    const canceled = await world.api.make<PaymentDto>(`/v1/payments/${link.paymentId}/cancel`);
    const dead = await exchange({ method: 'GET', url: link.url });

    expect(canceled).toMatchObject({ status: 'canceled', checkout: { status: 'closed', closedReason: 'canceled' } });
    expect(await entriesOf(reference)).toMatchObject([{ status: 'cancelled', payable: false, charges: [] }]);
    expect(dead.status).toBe(410);
  });

  it('is closed when the payment’s time runs out, and the payment has expired', async () => {
    const shop = await Shop.jodo(world, { product: 'payment_link' });
    const { reference } = await shop.visit({ expiresAt: inMs(3500) });
    const payment = await shop.becomes(reference, 'expired');
    await patiently(async () => ((await entriesOf(reference))[0]!.payable ? undefined : true));

    expect(payment.review).toBeNull();
    expect((await world.payment(reference)).checkout).toMatchObject({ status: 'closed' });
  });

  it('tells that the payer was faster, and stays paid', async () => {
    const shop = await Shop.jodo(world, { product: 'payment_link' });
    const visit = await shop.visit();
    await shop.scenario({ name: 'webhook_lost', reference: visit.reference });
    await shop.pay(visit);
    const refused = await world.api.post(`/v1/payments/${visit.link.paymentId}/cancel`, undefined, {
      headers: { 'idempotency-key': randomUUID() },
    });

    expect(refused.status).toBe(409);
    expect(await world.payment(visit.reference)).toMatchObject({ status: 'paid', review: null });
  });
});

describe('an order of Jodo’s, which nothing can close', () => {
  afterEach(() => expectBooksToAgree(world));

  it('is watched after the ERP gave the payment up: late money is taken in and flagged', async () => {
    const shop = await Shop.jodo(world);
    const visit = await shop.visit();
    const canceled = await world.api.make<PaymentDto>(`/v1/payments/${visit.link.paymentId}/cancel`);
    await shop.scenario({ name: 'webhook_lost', reference: visit.reference });
    await shop.pay(visit);
    const paid = await shop.becomes(visit.reference, 'paid', 30_000);

    expect(canceled).toMatchObject({ status: 'canceled', checkout: { status: 'open' } });
    expect(canceled.nextCheckAt).not.toBeNull();
    expect(paid.review).toMatchObject({ reason: 'late_payment' });
    await world.erp.waitFor(visit.reference, 'payment.review_required');
    expect((await typesOf(visit.reference)).slice(2)).toEqual([
      'payment.canceled',
      'payment.paid',
      'payment.review_required',
    ]);
  });

  it('is watched after the payment expired: late money is taken in and flagged', async () => {
    const shop = await Shop.jodo(world);
    const visit = await shop.visit({ expiresAt: inMs(2500) });
    const expired = await shop.becomes(visit.reference, 'expired');
    await shop.pay(visit);
    const paid = await shop.becomes(visit.reference, 'paid');

    expect(expired.checkout).toMatchObject({ status: 'open' });
    expect(paid.review).toMatchObject({ reason: 'late_payment' });
  });
});

describe('what Jodo needs to know of a customer', () => {
  it.each([{ name: null }, { email: null }, { phone: null }])(
    'is asked for before anybody is called: %j',
    async (gap) => {
      const shop = await Shop.jodo(world);
      const callsBefore = (await world.provider.ledger()).calls;
      const { customer, ...order } = shop.order();
      const payment = { ...order, customer: { ...(customer as object), ...gap } };
      const refused = await world.api.post('/v1/links', { payment }, { headers: { 'idempotency-key': randomUUID() } });

      expect(refused.status).toBe(422);
      expect(refused.json()).toMatchObject({
        code: 'customer_details_required',
        errors: [{ path: `payment.customer.${Object.keys(gap)[0]}` }],
      });
      expect((await world.provider.ledger()).calls).toEqual(callsBefore);
    },
  );
});

describe('a second verification', () => {
  it('puts a new secret in place, and the one before it still proves what Jodo repeats', async () => {
    const shop = await Shop.jodo(world);
    const { webhookUrl } = await shop.verify();
    const [former, current] = secretsSent(shop);
    const answers = await Promise.all(
      [former!, current!, 'guessed'].map((secret) => {
        const body = JSON.stringify({ event_id: randomUUID(), event: 'order.payment.debited', payload: {} });
        const headers = { 'x-jodo-signature': signHook(body, secret) };
        return exchange({ method: 'POST', url: webhookUrl, body, headers });
      }),
    );

    expect(current).not.toBe(former);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 401]);
  });
});

describe('the settlement of a payment that is known', () => {
  afterEach(() => expectBooksToAgree(world));

  // Last: it moves the clock by which Jodo's links expire.
  it('is told once when the bank has the money a day later, and leaves the payment paid', async () => {
    const shop = await Shop.jodo(world);
    const visit = await shop.visit();
    await shop.pay(visit);
    const paid = await shop.becomes(visit.reference, 'paid');
    await exchange({ method: 'POST', url: `${world.simulator.url}/_sim/clock`, body: { advanceSeconds: 86_400 } });
    await world.erp.waitFor(visit.reference, 'payment.settled');

    expect(paid.settlement).toBeNull();
    expect(await world.payment(visit.reference)).toMatchObject({ status: 'paid', settlement: { status: 'settled' } });
    expect((await typesOf(visit.reference)).filter((type) => type === 'payment.settled')).toHaveLength(1);
  });
});

/** One for each verification: Jodo never shows a secret again, but it was told each of them. */
function secretsSent(shop: Shop): string[] {
  const bodies = wire
    .callsOf(shop.authorization)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/erp/webhooks'));
  return [...new Set(bodies.map(({ text }) => (JSON.parse(text) as { secret_key: string }).secret_key))];
}

async function entriesOf(reference: string) {
  return (await ledgerEntries(world)).filter((entry) => entry.reference === reference);
}

async function typesOf(reference: string): Promise<string[]> {
  return (await world.eventsAbout(reference)).map(({ type }) => type);
}

function read(paymentId: string): Promise<PaymentDto> {
  return world.api.read<PaymentDto>(`/v1/payments/${paymentId}`);
}

function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
