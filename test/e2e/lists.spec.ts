import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { NotificationDto } from '../../src/notifications/dto/notification.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { DeliveryDto } from '../../src/webhooks/outgoing/dto/delivery.dto.js';
import type { EndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

interface List<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

// A review that nobody asked for.
afterAll(() => world.close({ except: ['history-is-complete'] }));

function create(changes: object = {}): Promise<PaymentDto> {
  return world.api.make<PaymentDto>('/v1/payments', anOrder(changes));
}

/** All of a list, page after page; `between` runs before each further page. */
async function readAll<Item>(path: string, between: () => Promise<unknown> = async () => undefined): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = '';
  for (;;) {
    const page = await world.api.read<List<Item>>(`${path}${cursor}`);
    items.push(...page.data);
    if (page.nextCursor === null) return items;
    cursor = `&cursor=${page.nextCursor}`;
    await between();
  }
}

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

async function idsAt(query: string): Promise<string[]> {
  return idsOf(await readAll<PaymentDto>(`/v1/payments?${query}`));
}

describe('a list of payments', () => {
  it('is read page by page, newest first, to its end', async () => {
    const run = randomUUID();
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await create({ metadata: { run } })).id);
    const first = await world.api.read<List<PaymentDto>>(`/v1/payments?limit=2&metadata[run]=${run}`);

    expect(idsOf(first.data)).toEqual([made[4], made[3]]);
    expect(first.nextCursor).toEqual(expect.any(String));
    expect(await idsAt(`limit=2&metadata[run]=${run}`)).toEqual(made.toReversed());
    expect(await idsAt(`limit=5&metadata[run]=${run}`)).toEqual(made.toReversed());
  });

  it('shows 25 where nothing else is asked', async () => {
    await Promise.all(Array.from({ length: 27 }, () => create()));
    const { data, nextCursor } = await world.api.read<List<PaymentDto>>('/v1/payments');

    expect(data).toHaveLength(25);
    expect(nextCursor).not.toBeNull();
  });

  it('holds every payment once that was there at the beginning, while others are made', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (count, limit, writers) => {
          const run = randomUUID();
          const metadata = { run };
          const before = await Promise.all(Array.from({ length: count }, () => create({ metadata })));
          const read = await readAll<PaymentDto>(`/v1/payments?limit=${limit}&metadata[run]=${run}`, () =>
            Promise.all(Array.from({ length: writers }, () => create({ metadata }))),
          );
          const ids = idsOf(read);
          const missing = idsOf(before).filter((id) => !ids.includes(id));
          const isSorted = read.every(({ createdAt }, index) => index === 0 || createdAt <= read[index - 1]!.createdAt);

          expect({ missing, repeated: ids.length - new Set(ids).size, isSorted }).toEqual({
            missing: [],
            repeated: 0,
            isSorted: true,
          });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('shows each payment as reading it does', async () => {
    const link = await world.link(`INV-${randomUUID()}`);
    await exchange({ method: 'POST', url: `${link.url}/pay` });
    const { data } = await world.api.read<List<PaymentDto>>(`/v1/payments?reference=${link.payment.reference}`);

    expect(data).toEqual([await world.api.read<PaymentDto>(`/v1/payments/${link.paymentId}`)]);
    expect(data[0]).toMatchObject({ checkout: { status: 'open' }, links: [{ id: link.id, url: link.url }] });
  });
});

describe('a filter of payments', () => {
  const email = `payer-${randomUUID()}@example.com`;
  let paid: PaymentDto;
  let open: PaymentDto;

  beforeAll(async () => {
    const link = await world.link(`INV-${randomUUID()}`);
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(link.payment.reference, 'payment.paid');
    paid = await world.payment(link.payment.reference);
    open = await create({ customer: { email: email.toUpperCase() }, metadata: { term: 'spring', class: '7b' } });
  });

  it('finds by status, booking and reference', async () => {
    expect(await idsAt('status=paid')).toContain(paid.id);
    expect(await idsAt('status=paid')).not.toContain(open.id);
    expect(await idsAt('booking=unbooked')).toContain(paid.id);
    expect(await idsAt('booking=posted')).not.toContain(paid.id);
    expect(await idsAt(`reference=${open.reference}`)).toEqual([open.id]);
    expect(await idsAt(`reference=${open.reference}&status=paid`)).toEqual([]);
  });

  it('finds by the customer’s address, however it is written', async () => {
    expect(await idsAt(`customerEmail=${email}`)).toEqual([open.id]);
    expect(await idsAt('customerEmail=nobody@example.com')).toEqual([]);
  });

  it('finds by all pairs of metadata that are named', async () => {
    expect(await idsAt('metadata[term]=spring&metadata[class]=7b')).toEqual([open.id]);
    expect(await idsAt('metadata[term]=spring&metadata[class]=8a')).toEqual([]);
    expect(await idsAt('metadata[term]=')).toEqual([]);
  });

  it('finds by the time of creation and of payment, from inclusive and to exclusive', async () => {
    const { createdAt, paidAt } = paid;

    expect(await idsAt(`createdFrom=${createdAt}&status=paid`)).toContain(paid.id);
    expect(await idsAt(`createdTo=${createdAt}&status=paid`)).not.toContain(paid.id);
    expect(await idsAt(`paidFrom=${paidAt}`)).toEqual([paid.id]);
    expect(await idsAt(`paidTo=${paidAt}`)).toEqual([]);
  });

  it('finds by review, of one reason or of any', async () => {
    await world.rows(
      `UPDATE payments SET review_reason = 'surplus', review_since = now(), version = version + 1 WHERE reference = $1`,
      [open.reference],
    );

    expect(await idsAt('review=any')).toEqual([open.id]);
    expect(await idsAt('review=surplus')).toEqual([open.id]);
    expect(await idsAt('review=late_payment')).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=',
    'limit=2&limit=3',
    'status=lost',
    'status=open&status=paid',
    'review=yes',
    'booking=null',
    'customerEmail=nobody',
    'createdFrom=yesterday',
    'paidTo=2026-02-30T00:00:00Z',
    'metadata=x',
    'metadata[a]=1&metadata[a]=2',
    'metadata[__proto__]=x',
    'metadata[constructor]=x',
    `metadata[${'k'.repeat(41)}]=x`,
    'metadata[a][b]=x',
    'colour=green',
  ])('refuses ?%s', async (query) => {
    expectProblem(await rest.send('get', `/v1/payments?${query}`), 400, 'validation_failed');
  });
});

describe('a cursor', () => {
  const pathOf = (answer: Parameters<typeof expectProblem>[0]) =>
    expectProblem(answer, 400, 'validation_failed').errors![0]!.path;
  let cursor: string;

  beforeAll(async () => {
    await create();
    await create();
    cursor = (await world.api.read<List<PaymentDto>>('/v1/payments?limit=1&status=open')).nextCursor!;
  });

  it('goes on with another limit, and not with other filters', async () => {
    const goesOn = await rest.send('get', `/v1/payments?limit=3&status=open&cursor=${cursor}`);

    expect(goesOn.status).toBe(200);
    expect(pathOf(await rest.send('get', `/v1/payments?status=paid&cursor=${cursor}`))).toBe('cursor');
    expect(pathOf(await rest.send('get', `/v1/payments?cursor=${cursor}`))).toBe('cursor');
  });

  it('is refused in another list, on the live side, changed, and made up', async () => {
    const liveKey = await world.addKey({ mode: 'live' });
    const changed = `${cursor.slice(0, -4)}AAAA`;

    expect(pathOf(await rest.send('get', `/v1/links?status=active&cursor=${cursor}`))).toBe('cursor');
    expect(pathOf(await rest.send('get', `/v1/payments?status=open&cursor=${cursor}`, liveKey))).toBe('cursor');
    expect(pathOf(await rest.send('get', `/v1/payments?status=open&cursor=${changed}`))).toBe('cursor');
    expect(pathOf(await rest.send('get', '/v1/payments?cursor=MQ'))).toBe('cursor');
    expect(pathOf(await rest.send('get', '/v1/payments?cursor='))).toBe('cursor');
  });
});

describe('the other lists', () => {
  it('tell links by payment and by status', async () => {
    const { id: paymentId } = await create();
    const links: LinkDto[] = [];
    for (let count = 0; count < 3; count += 1) links.push(await world.api.make<LinkDto>('/v1/links', { paymentId }));
    await world.api.make(`/v1/links/${links[0]!.id}/cancel`, {});
    const of = (status: string) => readAll<LinkDto>(`/v1/links?limit=1&paymentId=${paymentId}${status}`).then(idsOf);

    expect(await of('')).toEqual(idsOf(links).toReversed());
    expect(await of('&status=active')).toEqual([links[2]!.id, links[1]!.id]);
    expect(await of('&status=canceled')).toEqual([links[0]!.id]);
    expect(await of('&status=paid')).toEqual([]);
    expect(await of('&status=expired')).toEqual([]);
    expectProblem(await rest.send('get', '/v1/links?status=lost'), 400, 'validation_failed');
    expectProblem(await rest.send('get', '/v1/links?paymentId=nonsense'), 400, 'validation_failed');
  });

  it('tell links without any filter', async () => {
    const link = await world.link(`INV-${randomUUID()}`);
    const { data } = await world.api.read<List<LinkDto>>('/v1/links');

    expect(data[0]).toEqual(await world.api.read<LinkDto>(`/v1/links/${link.id}`));
  });

  it('tell mails by link and by status, and one by its id', async () => {
    const link = await world.link(`INV-${randomUUID()}`);
    const sent = await world.api.make<NotificationDto>(`/v1/links/${link.id}/send`, { to: 'payer@example.com' });
    const done = await patiently(async () => {
      const read = await world.api.read<NotificationDto>(`/v1/notifications/${sent.id}`);
      return read.status === 'sent' ? read : undefined;
    });
    const of = (query: string) => world.api.read<List<NotificationDto>>(`/v1/notifications?${query}`);

    expect(done).toMatchObject({ id: sent.id, linkId: link.id, attempts: 1, error: null, nextAttemptAt: null });
    expect((await of(`linkId=${link.id}`)).data).toEqual([done]);
    expect((await of(`linkId=${link.id}&status=failed`)).data).toEqual([]);
    expect(idsOf((await of('status=sent')).data)).toContain(sent.id);
    expectProblem(await rest.send('get', '/v1/notifications?status=lost'), 400, 'validation_failed');
    expectProblem(await rest.send('get', '/v1/notifications?linkId=pay_1'), 400, 'validation_failed');
    expectProblem(await rest.send('get', `/v1/notifications/${link.id}`), 404, 'not_found');
  });

  it('tell deliveries by event and by status, and one by its id with what was answered', async () => {
    const payment = await create();
    const event = await world.erp.waitFor(payment.reference, 'payment.created');
    const endpoints = await world.api.read<List<EndpointDto>>('/v1/webhook-endpoints?limit=1');
    const path = `/v1/webhook-endpoints/${endpoints.data[0]!.id}/deliveries`;
    const delivered = await patiently(async () => {
      const { data } = await world.api.read<List<DeliveryDto>>(`${path}?eventId=${event.id}&status=delivered`);
      return data[0];
    });
    const one = await world.api.read<DeliveryDto>(`/v1/deliveries/${delivered.id}`);
    expectProblem(await rest.send('get', `${path}?eventId=${delivered.id}`), 400, 'validation_failed');

    expect(delivered).toMatchObject({ eventId: event.id, attempts: [{ number: 1, response: null }] });
    expect(one).toMatchObject({ id: delivered.id, attempts: [{ number: 1, response: expect.any(String) }] });
    expect(idsOf(await readAll<DeliveryDto>(`${path}?limit=7`))).toContain(delivered.id);
    expect(await readAll<DeliveryDto>(`${path}?status=exhausted&limit=7`)).toEqual([]);
    expectProblem(await rest.send('get', `${path}?status=lost`), 400, 'validation_failed');
    expectProblem(await rest.send('get', `/v1/deliveries/${event.id}`), 404, 'not_found');
  });

  it('tell webhook endpoints page by page', async () => {
    const made = await world.api.make<EndpointDto>('/v1/webhook-endpoints', {
      url: world.erp.url,
      events: ['payment.settled'],
    });
    const endpoints = await readAll<EndpointDto>('/v1/webhook-endpoints?limit=1');

    expect(endpoints).toHaveLength(2);
    expect(endpoints[0]!.id).toBe(made.id);
  });
});
