import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Dunlin, type components } from '../../clients/typescript/src/index.js';
import { CHALLENGES, DECLINES, PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

type Link = components['schemas']['Link'];
type Payment = components['schemas']['Payment'];

let world: DunlinWorld;
/** The ERP's side of the journey, as an integrator writes it. */
let dunlin: Dunlin;

beforeAll(async () => {
  world = await DunlinWorld.running();
  dunlin = new Dunlin({ baseUrl: world.url, apiKey: world.sandboxKey });
});

afterAll(() => world.close());

describe('one payment, from the ERP and back to it', () => {
  const reference = 'INV-2026-0001';
  const body = {
    payment: {
      reference,
      amount: { value: 11_301, currency: 'GBP' },
      description: 'Autumn term',
      customer: { name: 'Sample Payer', email: 'payer@example.com' },
    },
    send: {},
  };
  let link: Link;
  let linkUrl: string;
  let checkoutUrl: string;
  let page: Answer;

  it('stop 1: takes the order from the ERP, and the same answer for the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'nine-stops-1' };
    link = await dunlin.post('/v1/links', { body, headers });
    const replayed = await world.api.post('/v1/links', body, { headers });

    expect(link).toMatchObject({ object: 'link', status: 'active', payment: { reference } });
    expect([replayed.status, replayed.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(replayed.json()).toEqual(link);
  });

  it('stop 2: payment, link, events and mail are there, and the mail carries the link', async () => {
    const payment = await read(link.paymentId);
    const [mail] = await patiently(async () => {
      const mails = await mailsTo('payer@example.com');
      return mails.length > 0 ? mails : undefined;
    });
    linkUrl = mail!.links.find((url) => url.includes('/l/'))!;

    expect(payment).toMatchObject({
      reference,
      status: 'open',
      amount: { value: 11_301, currency: 'GBP' },
      version: 1,
    });
    expect(linkUrl).toBe(link.url);
    const types = await patiently(async () => {
      const found = (await world.eventsAbout(reference)).map(({ type }) => type);
      return found.includes('payment.created') ? found : undefined;
    });
    expect(types).toEqual(['payment.created']);
  });

  it('stop 3: the payer opens the link, which only shows, and presses Pay', async () => {
    page = await exchange({ method: 'GET', url: linkUrl });

    expect(page.status).toBe(200);
    expect(page.text).toContain('£113.01');
    expect(await world.provider.calls(reference, 'create')).toBe(0);

    const pressed = await exchange({ method: 'POST', url: `${linkUrl}/pay` });
    expect(pressed.status).toBe(303);
    checkoutUrl = String(pressed.headers['location']);
  });

  it('stop 4: the checkout is open and recorded before the payer is led there', async () => {
    const payment = await read(link.paymentId);

    expect(payment).toMatchObject({ status: 'pending', provider: 'dojo', version: 2 });
    expect(payment.checkout).toMatchObject({ status: 'open', url: checkoutUrl });
  });

  it('stop 5: the provider holds exactly that one page, for that amount', async () => {
    const payment = await read(link.paymentId);
    const intents = await world.provider.intentsFor(reference);

    expect(intents).toMatchObject([
      { id: payment.checkout!.providerPaymentId, amount: 11_301, currency: 'GBP', payable: true, charges: [] },
    ]);
  });

  it('stop 6: the payer pays, and the webhook is verified, kept once and acknowledged', async () => {
    const paid = await world.provider.payAt(checkoutUrl, PAYS);
    const intentId = (await read(link.paymentId)).checkout!.providerPaymentId!;
    const deliveries = await patiently(async () => {
      const found = await world.provider.deliveries(intentId);
      return found.length > 0 && found.every(({ outcome }) => outcome === 'delivered') ? found : undefined;
    });

    expect(paid.status).toBe(303);
    expect(String(paid.headers['location'])).toContain(`${linkUrl}/return`);
    const kept = await world.rows<{ event_id: string }>(
      'SELECT event_id FROM received_webhooks WHERE $1 = ANY (provider_payment_ids)',
      [intentId],
    );
    expect(kept.map((row) => row.event_id).sort()).toEqual(deliveries.map(({ eventId }) => eventId).sort());
  });

  it('stop 7: the provider was asked, since its webhook alone is believed by nobody', async () => {
    await patiently(async () => ((await read(link.paymentId)).status === 'paid' ? true : undefined));

    expect(await world.provider.calls(reference, 'fetch')).toBeGreaterThanOrEqual(1);
  });

  it('stop 8: the payment is paid, to the penny, with the provider’s word kept as evidence', async () => {
    const payment = await read(link.paymentId);
    const evidence = await world.rows<{ evidence: { status: string; paid: { value: number } } }>(
      'SELECT evidence FROM checkouts WHERE provider_payment_id = $1',
      [payment.checkout!.providerPaymentId],
    );

    expect(payment).toMatchObject({
      status: 'paid',
      version: 3,
      amountPaid: { value: 11_301, currency: 'GBP' },
      booking: { status: 'unbooked' },
      review: null,
    });
    expect(evidence).toMatchObject([{ evidence: { status: 'paid', paid: { value: 11_301, currency: 'GBP' } } }]);
    const shown = await exchange({ method: 'GET', url: `${linkUrl}/return?status=failed` });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('£113.01');
  });

  it('stop 9: the ERP is told under a signature it can check, books, and the loop is closed', async () => {
    const told = await world.erp.waitFor(reference, 'payment.paid');
    const booking = { status: 'posted', voucher: 'RE-4711' } as const;
    const params = { path: { id: link.paymentId } };
    const booked = await dunlin.put('/v1/payments/{id}/booking', { params, body: booking });
    await world.erp.waitFor(reference, 'payment.booked');

    expect(told).toMatchObject({ previous: { status: 'pending' }, data: { payment: { status: 'paid' } } });
    expect(booked.booking).toMatchObject(booking);
    expect(world.erp.forgeries).toBe(0);
  });

  it('leaves a feed without gaps that says the same as was pushed', async () => {
    const feed = await world.events();

    expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
    const types = feed.filter(({ data }) => data.payment?.reference === reference).map(({ type }) => type);
    expect(types).toEqual(['payment.created', 'payment.pending', 'payment.paid', 'payment.booked']);
    const pushed = await patiently(() => {
      const byId = new Map(world.erp.received.map((event) => [event.id, event]));
      return byId.size === feed.length ? [...byId.values()] : undefined;
    });
    expect(pushed.sort((a, b) => a.sequence - b.sequence)).toEqual(feed);
  });
});

describe('other cards', () => {
  it('is paid after a 3-D Secure challenge, and not before', async () => {
    const { link, checkoutUrl, reference } = await openedCheckout();
    const challenged = await world.provider.payAt(checkoutUrl, CHALLENGES);
    const looked = await dunlin.post('/v1/payments/{id}/refresh', { params: { path: { id: link.paymentId } } });
    const accepted = await world.provider.acceptChallenge(String(challenged.headers['location']));
    await world.erp.waitFor(reference, 'payment.paid');

    expect(looked.status).toBe('pending');
    expect(String(accepted.headers['location'])).toContain('/return');
    expect((await world.provider.intentsFor(reference))[0]!.charges).toHaveLength(1);
  });

  it('stays pending after a declined card, tells the decline, and is paid by another card on the same page', async () => {
    const { link, checkoutUrl, reference } = await openedCheckout();
    await world.provider.payAt(checkoutUrl, DECLINES);
    const declined = await world.erp.waitFor(reference, 'payment.declined');
    const afterwards = await read(link.paymentId);
    await world.provider.payAt(checkoutUrl, PAYS);
    await world.erp.waitFor(reference, 'payment.paid');

    expect(declined.data.payment!.status).toBe('pending');
    expect(afterwards.status).toBe('pending');
    expect(afterwards.lastDecline).not.toBeNull();
    expect(await world.provider.calls(reference, 'create')).toBe(1);
    expect(await world.provider.intentsFor(reference)).toMatchObject([{ charges: [{ amount: 1050 }] }]);
  });
});

async function openedCheckout() {
  const reference = `INV-${randomUUID()}`;
  const payment = { reference, amount: { value: 1050, currency: 'GBP' } };
  const link = await dunlin.post('/v1/links', { body: { payment } });
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  return { reference, link, checkoutUrl: String(pressed.headers['location']) };
}

function read(id: string): Promise<Payment> {
  return dunlin.get('/v1/payments/{id}', { params: { path: { id } } });
}

async function mailsTo(address: string): Promise<{ to: string[]; links: string[] }[]> {
  const mails = await world.api.read<{ to: string[]; links: string[] }[]>('/dev/mailbox.json');
  return mails.filter(({ to }) => to.includes(address));
}
