import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { jest } from '@jest/globals';
import type { EndpointListDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { Shop } from '../fixtures/shop.js';
import { DECLINES, dojoClient } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const TYPES = [
  'endpoint.paused',
  'endpoint.warning',
  'link.canceled',
  'link.created',
  'link.expired',
  'link.opened',
  'link.sent',
  'payment.booked',
  'payment.booking_rejected',
  'payment.canceled',
  'payment.created',
  'payment.declined',
  'payment.expired',
  'payment.paid',
  'payment.pending',
  'payment.refunded',
  'payment.review_cleared',
  'payment.review_required',
  'payment.settled',
  'payment.unbooked_warning',
  'payment.updated',
  'ping',
];

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36', 'accept-language': 'en' };

let world: DunlinWorld;
let rest: RestCalls;
/** Where nothing answers: its deliveries only fail. */
let deaf: Server;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({
    JODO_SANDBOX_BASE_URL: world.simulator.url,
    UNBOOKED_WARNING_SECONDS: '1',
    ENDPOINT_WARN_SECONDS: '2',
    ENDPOINT_PAUSE_SECONDS: '5',
    // The ERP's own endpoint must not fail because the machine is busy.
    DELIVERY_TIMEOUT_MS: '10000',
  });
  await world.connect();
  rest = new RestCalls(world);
  deaf = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  await happen();
}, 90_000);

afterAll(async () => {
  await new Promise((resolve) => deaf.close(resolve));
  await world.close();
});

/** As many kinds of events as the world's parts can be brought to tell. */
async function happen(): Promise<void> {
  await Promise.all([endpointsThatFail(), paidAndBooked(), endedEarly(), paidLate(), settled()]);
}

async function endpointsThatFail(): Promise<void> {
  const { port } = deaf.address() as AddressInfo;
  const { data } = await world.api.read<EndpointListDto>('/v1/webhook-endpoints');
  await world.api.make('/v1/webhook-endpoints', { url: `http://127.0.0.1:${port}/` });
  await world.api.make(`/v1/webhook-endpoints/${data[0]!.id}/test`);
}

async function paidAndBooked(): Promise<void> {
  const apiKey = `sk_sandbox_${randomUUID()}`;
  const shop = await Shop.dojo(world, { credentials: { apiKey } });
  const { reference, link } = await shop.link({ metadata: { costCentre: '4711' } });
  await world.api.make(`/v1/links/${link.id}/send`, {});
  await exchange({ method: 'GET', url: link.url, headers: BROWSER });
  const visit = await shop.go({ reference, link });
  await world.provider.payAt(visit.checkoutUrl, DECLINES);
  await world.erp.waitFor(reference, 'payment.declined');
  await shop.pay(visit);
  await world.erp.waitFor(reference, 'payment.unbooked_warning', 30_000);
  const booking = `/v1/payments/${link.paymentId}/booking`;
  await world.api.put(booking, { status: 'rejected', reason: 'Period closed' });
  await world.api.put(booking, { status: 'posted', voucher: 'RE-4711' });
  await dojoClient(world.simulator.url, apiKey).refund(visit.orderId, 500);
}

async function endedEarly(): Promise<void> {
  const canceled = await world.link(`INV-${randomUUID()}`);
  await rest.send('patch', `/v1/payments/${canceled.paymentId}`).send({ description: 'Other words' });
  await world.api.make(`/v1/links/${canceled.id}/cancel`);
  await world.api.make(`/v1/payments/${canceled.paymentId}/cancel`);
  const expiring = await world.link(`INV-${randomUUID()}`);
  // No link may be made that ends sooner than in a quarter of an hour.
  await world.rows(
    `UPDATE links SET expires_at = now() WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
    [expiring.payment.reference],
  );
}

async function paidLate(): Promise<void> {
  const shop = await Shop.jodo(world);
  const visit = await shop.visit({ expiresAt: new Date(Date.now() + 3000).toISOString() });
  await shop.becomes(visit.reference, 'expired');
  await shop.pay(visit);
  await world.erp.waitFor(visit.reference, 'payment.review_required', 30_000);
  const { id } = await shop.becomes(visit.reference, 'paid');
  await rest.send('delete', `/v1/payments/${id}/review`).send({ note: 'Agreed with the payer.' });
}

async function settled(): Promise<void> {
  const shop = await Shop.jodo(world);
  const visit = await shop.visit();
  await shop.pay(visit);
  await shop.becomes(visit.reference, 'paid');
  await shop.settle(visit);
}

describe('what the feed tells', () => {
  it('holds to the published schema of its type, of every type that can be brought about', async () => {
    const feed = await patiently(async () => {
      const events = await world.events();
      const types = new Set(events.map(({ type }) => type));
      return TYPES.every((type) => types.has(type)) ? events : undefined;
    }, 30_000);

    expect([...new Set(feed.map(({ type }) => type))].sort()).toEqual(TYPES);
    expect(feed.flatMap((event) => world.schemas.violations(event))).toEqual([]);
  });

  it('is what was pushed, field by field', async () => {
    const feed = new Map((await world.events()).map((event) => [event.id, event]));
    const pushed = await patiently(() => {
      const ids = new Set(world.erp.received.map(({ id }) => id));
      return [...feed.keys()].every((id) => ids.has(id)) ? world.erp.received : undefined;
    }, 30_000);

    expect(pushed.flatMap((event) => world.schemas.violations(event))).toEqual([]);
    const known = pushed.filter(({ id }) => feed.has(id));
    expect(known).toEqual(known.map(({ id }) => feed.get(id)));
  });
});
