import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { DeliveryListDto } from '../../src/webhooks/outgoing/dto/delivery-list.dto.js';
import type { DeliveryDto } from '../../src/webhooks/outgoing/dto/delivery.dto.js';
import type { CreatedEndpointDto, EndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { expectConsistency, expectRecovery } from '../fixtures/recovery.js';
import { TroubledErp, type Trouble } from '../fixtures/troubled.erp.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { selfSigned } from '../unit/webhooks/self-signed.certificate.js';

jest.setTimeout(180_000);

const NAME = 'erp.example.com';
const PRELOAD = join(process.cwd(), 'test', 'fixtures', 'names.preload.cjs');
const TIMEOUT_MS = 700;

let world: DunlinWorld;
let namesFile: string;
const started: TroubledErp[] = [];

beforeAll(async () => {
  world = await DunlinWorld.create();
  namesFile = join(world.dataDir, 'names.json');
  await resolvesTo('127.0.0.1');
  const env = {
    DELIVERY_TIMEOUT_MS: String(TIMEOUT_MS),
    NODE_OPTIONS: `--require ${PRELOAD}`,
    NAMES_FILE: namesFile,
  };
  await world.start({ ...env, ROLE: 'api' });
  await world.start({ ...env, ROLE: 'worker', PORT: String(await freePort()) });
  await world.connect();
}, 180_000);

afterEach(async () => {
  await Promise.all(started.splice(0).map((erp) => erp.stop()));
});

afterAll(() => world.close());

describe('an endpoint that', () => {
  it.each<[Trouble, { status: number | null; error: RegExp }]>([
    ['hangs', { status: null, error: /within 700 ms/ }],
    ['drips', { status: null, error: /within 700 ms/ }],
    ['fails', { status: 500, error: /answered 500/ }],
    ['resets', { status: null, error: /closed before the answer was complete/ }],
    ['redirects', { status: 307, error: /redirects are not followed/ }],
  ])('%s gets the event again until it takes it, and delays no other', async (trouble, { status, error }) => {
    const { erp, endpoint } = await subscribe(trouble);
    const payment = await happen();
    const failed = await deliveryOf(endpoint, ({ attempts }) => attempts.length > 0);
    const told = await world.erp.waitFor(payment.reference, 'payment.created');
    erp.trouble = 'none';
    const endedMs = performance.now();
    const delivered = await deliveryOf(endpoint, (delivery) => delivery.status === 'delivered');
    await expectRecovery(world, `an endpoint that ${trouble}`, endedMs);

    expect(failed.attempts[0]).toMatchObject({ status, error: expect.stringMatching(error) });
    expect(delivered.eventId).toBe(told.id);
    expect(erp.followed).toBe(0);
    await unsubscribe(endpoint);
  });

  it('answers 410 is paused, told of to others, and gets what it missed when it is resumed', async () => {
    const { erp, endpoint } = await subscribe('is gone');
    await happen();
    await patiently(async () => (await read(endpoint)).status === 'paused' || undefined);
    erp.trouble = 'none';
    const endedMs = performance.now();
    await world.api.make(`/v1/webhook-endpoints/${endpoint.id}/resume`);
    await deliveryOf(endpoint, ({ status }) => status === 'delivered');
    await expectRecovery(world, 'an endpoint that was gone', endedMs);

    expect((await world.events()).map(({ type }) => type)).toContain('endpoint.paused');
    await unsubscribe(endpoint);
  });

  it('takes the event with an answer that has no end has it once', async () => {
    const { erp, endpoint } = await subscribe('floods');
    await happen();
    const delivered = await deliveryOf(endpoint, ({ status }) => status === 'delivered');
    await expectConsistency(world);

    expect(delivered.attempts).toMatchObject([{ status: 200 }]);
    expect(erp.calls).toBe(1);
    await unsubscribe(endpoint);
  });

  it('cannot prove over TLS who it is gets nothing, and is told what is wrong', async () => {
    const erp = await TroubledErp.startTls(selfSigned(NAME));
    started.push(erp);
    const endpoint = await subscribeAt(`https://${NAME}:${erp.port}/hook`);
    await happen();
    const failed = await deliveryOf(endpoint, ({ attempts }) => attempts.length > 1);
    await unsubscribe(endpoint);
    await expectConsistency(world);

    expect(failed.attempts[0]).toMatchObject({ status: null, error: expect.stringContaining('SELF_SIGNED') });
    expect(erp.calls).toBe(0);
  });

  it('has a name that leads inside for a while is not called there, and gets the event when the name is right again', async () => {
    const erp = await TroubledErp.start('none');
    started.push(erp);
    const endpoint = await subscribeAt(`http://${NAME}:${erp.port}/hook`);
    await resolvesTo('127.0.0.1', '169.254.169.254');
    await happen();
    const refused = await deliveryOf(endpoint, ({ attempts }) => attempts.length > 0);
    const callsBefore = erp.calls;
    await resolvesTo('127.0.0.1');
    const endedMs = performance.now();
    const delivered = await deliveryOf(endpoint, ({ status }) => status === 'delivered');
    await expectRecovery(world, 'a name that led inside', endedMs);

    expect(refused.attempts[0]!.status).toBeNull();
    expect(callsBefore).toBe(0);
    expect(delivered.attempts.at(-1)).toMatchObject({ status: 204 });
    await unsubscribe(endpoint);
  });
});

async function subscribe(trouble: Trouble): Promise<{ erp: TroubledErp; endpoint: EndpointDto }> {
  const erp = await TroubledErp.start(trouble);
  started.push(erp);
  return { erp, endpoint: await subscribeAt(erp.url) };
}

function subscribeAt(url: string): Promise<CreatedEndpointDto> {
  return world.api.make<CreatedEndpointDto>('/v1/webhook-endpoints', { url, events: ['payment.created'] });
}

async function unsubscribe({ id }: EndpointDto): Promise<void> {
  const { status } = await world.api.delete(`/v1/webhook-endpoints/${id}`);
  expect(status).toBe(204);
}

/** A payment, whose creation is an event. */
function happen(): Promise<PaymentDto> {
  const amount = { value: 1050, currency: 'GBP' };
  return world.api.make<PaymentDto>('/v1/payments', { reference: `INV-${randomUUID()}`, amount });
}

function read({ id }: EndpointDto): Promise<EndpointDto> {
  return world.api.read<EndpointDto>(`/v1/webhook-endpoints/${id}`);
}

/** The only delivery to the endpoint, as soon as it is what is asked for. */
function deliveryOf({ id }: EndpointDto, isReady: (delivery: DeliveryDto) => boolean): Promise<DeliveryDto> {
  return patiently(async () => {
    const { data } = await world.api.read<DeliveryListDto>(`/v1/webhook-endpoints/${id}/deliveries`);
    return data.find(isReady);
  }, 30_000);
}

/** What DNS says from now on. */
function resolvesTo(...addresses: string[]): Promise<void> {
  return writeFile(namesFile, JSON.stringify(addresses));
}
