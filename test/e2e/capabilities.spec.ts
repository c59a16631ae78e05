import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { Shop } from '../fixtures/shop.js';
import type { Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let dojo: Shop;
let jodo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ JODO_SANDBOX_BASE_URL: world.simulator.url });
  dojo = await Shop.dojo(world);
  jodo = await Shop.jodo(world);
}, 90_000);

afterAll(() => world.close());

interface Lack {
  readonly provider: string;
  readonly capability: string;
  readonly asked: string;
  readonly ask: () => Promise<Answer>;
  /** What the refusal says to do instead. */
  readonly instead: string;
}

async function paidAtJodo(): Promise<string> {
  const visit = await jodo.visit();
  await jodo.pay(visit);
  return (await jodo.becomes(visit.reference, 'paid')).id;
}

/** Capabilities whose lack is an error. Without the others the same is reached in another way, or by hand. */
const REFUSED: readonly Lack[] = [
  {
    provider: 'jodo',
    capability: 'refunds',
    asked: 'a refund',
    ask: async () => post(`/v1/payments/${await paidAtJodo()}/refunds`),
    instead: 'dashboard',
  },
  {
    provider: 'jodo',
    capability: 'manualCapture',
    asked: 'a payment that is to be held',
    ask: () => post('/v1/payments', jodo.order({ capture: 'manual' })),
    instead: 'use capture "automatic"',
  },
  {
    provider: 'jodo',
    capability: 'manualCapture',
    asked: 'a link to one',
    ask: () => post('/v1/links', { payment: jodo.order({ capture: 'manual', connectionId: undefined }) }),
    instead: 'use capture "automatic"',
  },
  {
    provider: 'jodo',
    capability: 'manualCapture',
    asked: 'a capture of a paid payment',
    ask: async () => post(`/v1/payments/${await paidAtJodo()}/capture`),
    instead: 'without a capture',
  },
  {
    provider: 'jodo',
    capability: 'manualCapture',
    asked: 'a capture of a pending payment',
    ask: async () => post(`/v1/payments/${(await jodo.visit()).link.paymentId}/capture`),
    instead: 'without a capture',
  },
];

const DONE_OTHERWISE = [
  { provider: 'jodo', capability: 'cancellation' },
  { provider: 'jodo', capability: 'webhookSetup' },
  { provider: 'jodo', capability: 'search' },
  { provider: 'dojo', capability: 'settlementReporting' },
];

function post(path: string, body: object = {}): Promise<Answer> {
  return world.api.post(path, body, { headers: { 'idempotency-key': `${path} ${Math.random()}` } });
}

it('every capability that a provider lacks, or has only under a condition, is known here', async () => {
  const { data } = await world.api.read<{
    data: { id: string; capabilities: Record<string, { available: string }> }[];
  }>('/v1/providers');
  const lacking = data.flatMap(({ id, capabilities }) =>
    Object.entries(capabilities).flatMap(([name, { available }]) => (available === 'always' ? [] : [`${id} ${name}`])),
  );
  const known = [...REFUSED, ...DONE_OTHERWISE].map(({ provider, capability }) => `${provider} ${capability}`);

  expect(new Set(known)).toEqual(new Set(lacking));
});

it.each(REFUSED)(
  '$provider without $capability refuses $asked, and says what to do instead',
  async ({ ask, instead }) => {
    const answer = await ask();

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([422, 'capability_not_supported']);
    expect(answer.json<{ detail: string }>().detail).toContain(instead);
  },
);

it('jodo without cancellation gives a payment up all the same: its page stays open, and is watched', async () => {
  const { link } = await jodo.visit();
  const canceled = await world.api.make<PaymentDto>(`/v1/payments/${link.paymentId}/cancel`);

  expect(canceled).toMatchObject({ status: 'canceled', checkout: { status: 'open' }, nextCheckAt: expect.any(String) });
});

it('jodo without what its webhook setup needs accepts the credentials, and says what is missing', async () => {
  const credentials = { apiKey: 'jodo_sim_unsubscribed', apiSecret: 'secret' };
  const made = { provider: 'jodo', name: 'No webhooks', credentials, settings: {} };
  const { id } = await world.api.make<{ id: string }>('/v1/connections', made);
  const verified = await world.api.make<{ verification: object }>(`/v1/connections/${id}/verify`);

  expect(verified.verification).toMatchObject({
    credentials: 'accepted',
    webhooks: 'not_possible',
    detail: expect.stringContaining('failureNotificationEmail'),
  });
});

it('a payment that is to be held goes to the provider that can hold it, whatever the priorities', async () => {
  const order = dojo.order({ capture: 'manual', connectionId: undefined });
  const { id } = await world.api.make<PaymentDto>('/v1/payments', order);
  const opened = await world.api.make<{ payment: PaymentDto }>(`/v1/payments/${id}/checkout`);

  expect(opened.payment).toMatchObject({ status: 'pending', provider: 'dojo' });
});
