import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { ConnectionDto, ConnectionListDto } from '../../src/connections/dto/connection.dto.js';
import type { ProviderListDto } from '../../src/connections/dto/provider.dto.js';
import { Shop } from '../fixtures/shop.js';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ LOG_LEVEL: 'debug' });
  rest = new RestCalls(world);
});

afterAll(() => world.close());

const newKey = () => `sk_sandbox_${randomUUID()}`;

async function connect(changes: object = {}): Promise<ConnectionDto> {
  const given = { provider: 'dojo', name: 'Main', credentials: { apiKey: newKey() }, ...changes };
  return world.api.make<ConnectionDto>('/v1/connections', given);
}

const path = ({ id }: ConnectionDto) => `/v1/connections/${id}`;

describe('GET /v1/providers', () => {
  it('tells what each provider takes, needs and can do', async () => {
    const { data } = await world.api.read<ProviderListDto>('/v1/providers');
    const [dojo, jodo] = data;

    expect(data).toHaveLength(2);
    expect(dojo).toMatchObject({
      id: 'dojo',
      object: 'provider',
      name: 'Dojo',
      currencies: ['GBP', 'EUR'],
      requiredCustomerDetails: [],
      capabilities: { search: { available: 'always', condition: null }, settlementReporting: { available: 'never' } },
      credentialsSchema: { type: 'object', required: ['apiKey'] },
    });
    expect(jodo).toMatchObject({
      id: 'jodo',
      requiredCustomerDetails: ['name', 'email', 'phone'],
      capabilities: {
        cancellation: { available: 'depends', condition: expect.stringContaining('payment_link') },
        manualCapture: { available: 'never', condition: null },
        settlementReporting: { available: 'always', condition: null },
      },
      settingsSchema: { properties: { product: { enum: ['order', 'payment_link'] } } },
    });
  });
});

describe('POST /v1/connections', () => {
  const jodoKey = `jodo_sim_${randomUUID()}`;
  const wrong: [string, object, string[]][] = [
    ['no key', { credentials: {} }, ['credentials.apiKey']],
    ['a key of the other mode', { credentials: { apiKey: 'sk_prod_not-for-the-sandbox' } }, ['credentials.apiKey']],
    ['a key that no header carries', { credentials: { apiKey: 'line\nbreak' } }, ['credentials.apiKey']],
    ['a credential that nobody knows', { credentials: { apiKey: newKey(), pin: 'a secret pin' } }, ['credentials.pin']],
    ['an unknown setting', { settings: { colour: 'red' } }, ['settings.colour']],
    [
      'settings of other types',
      { settings: { version: 1, paymentMethods: ['Cash'] } },
      ['settings.version', 'settings.paymentMethods.0'],
    ],
    ['settings that do not go together', { settings: { isNotOnlineCheckout: true } }, ['settings.isNotOnlineCheckout']],
    ['a currency that the provider does not take', { currencies: ['GBP', 'INR'] }, ['currencies.1']],
    ['an unknown provider', { provider: 'paper' }, ['provider']],
    ['half a pair', { provider: 'jodo', credentials: { apiKey: jodoKey } }, ['credentials.apiSecret']],
  ];

  it.each(wrong)('names the path of %s, and not what stands there', async (_, changes, paths) => {
    const body = { provider: 'dojo', name: 'Main', credentials: { apiKey: newKey() }, ...changes };
    const answer = await rest.send('post', '/v1/connections').send(body);
    const problem = expectProblem(answer, 400, 'validation_failed');

    expect(problem.errors!.map((error) => error.path)).toEqual(paths);
    for (const secret of Object.values(body.credentials))
      expect(answer.text).not.toContain(JSON.stringify(secret).slice(1, -1));
  });

  it('shows the last four characters of the credential, its webhook URL, and no more', async () => {
    const apiKey = newKey();
    const answer = await rest
      .send('post', '/v1/connections')
      .send({ provider: 'dojo', name: 'Main', credentials: { apiKey } });
    const connection = JSON.parse(answer.text) as ConnectionDto;

    expect(answer.status).toBe(201);
    expect(connection).toMatchObject({
      credentialsHint: apiKey.slice(-4),
      verification: null,
      webhooksVerified: false,
      priority: 100,
      enabled: true,
    });
    expect(connection.webhookUrl).toMatch(new RegExp(`^${world.url}/webhooks/dojo/[\\w-]{32}$`));
    const everything = [
      answer.text,
      (await rest.send('get', '/v1/connections')).text,
      (await rest.send('get', path(connection))).text,
    ];
    expect(everything.join()).not.toContain(apiKey);
  });
});

describe('PATCH /v1/connections/{id}', () => {
  it('changes what is given and leaves the rest', async () => {
    const connection = await connect({ priority: 7, currencies: ['GBP'], settings: { version: '2025-09-10' } });
    const answer = await rest
      .send('patch', path(connection))
      .send({ name: 'Renamed', enabled: false, currencies: null });
    const { updatedAt: _, ...before } = connection;

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ ...before, name: 'Renamed', enabled: false, currencies: [] });
  });

  it('rotates the credentials: the next checkout is made with the new ones', async () => {
    const [first, second] = [newKey(), newKey()];
    const connection = await connect({ credentials: { apiKey: first } });
    await world.api.make(`${path(connection)}/verify`);
    const rotated = await rest.send('patch', path(connection)).send({ credentials: { apiKey: second } });
    const verified = await world.api.make<ConnectionDto>(`${path(connection)}/verify`);
    const payment = await world.api.make<{ id: string; reference: string }>(
      '/v1/payments',
      anOrder({ connectionId: connection.id }),
    );
    await world.api.make(`/v1/payments/${payment.id}/checkout`);

    expect(rotated.body).toMatchObject({ credentialsHint: second.slice(-4), verification: null });
    expect(verified.verification).toMatchObject({ credentials: 'accepted', webhooks: 'subscribed' });
    expect(await referencesAt(second)).toContain(payment.reference);
    expect(await referencesAt(first)).not.toContain(payment.reference);
  });

  it.each<[string, object, string]>([
    ['credentials of another form', { credentials: { token: 'x' } }, 'credentials.token'],
    ['null for a name', { name: null }, 'name'],
    ['another provider', { provider: 'jodo' }, 'provider'],
    ['settings that do not fit', { settings: { isNotOnlineCheckout: true } }, 'settings.isNotOnlineCheckout'],
  ])('refuses %s and changes nothing', async (_, change, where) => {
    const connection = await connect();
    const problem = expectProblem(await rest.send('patch', path(connection)).send(change), 400, 'validation_failed');

    expect(problem.errors!.map((error) => error.path)).toContain(where);
    expect(await world.api.read(path(connection))).toEqual(connection);
  });

  it('knows no connection of the other mode', async () => {
    const live = await world.addKey({ mode: 'live' });
    const connection = await connect();
    for (const method of ['get', 'patch', 'delete'] as const) {
      expectProblem(
        await rest.send(method, path(connection), live).send(method === 'patch' ? {} : undefined),
        404,
        'not_found',
      );
    }
  });
});

describe('POST /v1/connections/{id}/verify', () => {
  it('subscribes, and says so in every later answer', async () => {
    const connection = await connect();
    const verified = await world.api.make<ConnectionDto>(`${path(connection)}/verify`);

    expect(verified.webhooksVerified).toBe(true);
    expect(verified.verification).toEqual({
      credentials: 'accepted',
      webhooks: 'subscribed',
      detail: null,
      at: expect.any(String),
    });
    expect(await world.api.read(path(connection))).toEqual(verified);
  });

  it('tells refused credentials, and keeps that it did', async () => {
    const connection = await connect({ credentials: { apiKey: 'a-key-that-nobody-issued' } });
    const answer = await rest.send('post', `${path(connection)}/verify`);

    expectProblem(answer, 502, 'provider_misconfigured');
    expect(answer.text).not.toContain('a-key-that-nobody-issued');
    const { verification } = await world.api.read<ConnectionDto>(path(connection));
    expect(verification).toMatchObject({
      credentials: 'refused',
      webhooks: 'not_possible',
      detail: expect.stringContaining('401'),
    });
  });

  it('checks the credentials where the provider does not take our URL, and says why', async () => {
    const port = String(await freePort());
    await world.start({ PORT: port, PUBLIC_URL: 'http://pay.example.com', SMTP_URL: 'smtp://127.0.0.1:9' });
    const connection = await connect();
    const url = `http://127.0.0.1:${port}${path(connection)}/verify`;
    const answer = await exchange({ method: 'POST', url, headers: { authorization: `Bearer ${world.sandboxKey}` } });

    expect(answer.status).toBe(200);
    expect(answer.json<ConnectionDto>()).toMatchObject({
      webhooksVerified: false,
      verification: {
        credentials: 'accepted',
        webhooks: 'not_possible',
        detail: expect.stringMatching(/400.*PUBLIC_URL is not https/),
      },
    });
  });

  it('reports trouble at the provider as what it is', async () => {
    const connection = await connect();
    await world.provider.scenario({ name: 'provider_500', operation: 'webhook_list' });
    const answer = await rest.send('post', `${path(connection)}/verify`);

    expectProblem(answer, 503, 'provider_unavailable');
    expect((await world.api.read<ConnectionDto>(path(connection))).verification).toBeNull();
  });
});

describe('DELETE /v1/connections/{id}', () => {
  it('is refused while a checkout can be paid, and done once none can', async () => {
    const connection = await connect();
    const payment = await world.api.make<{ id: string }>('/v1/payments', anOrder({ connectionId: connection.id }));
    await world.api.make(`/v1/payments/${payment.id}/checkout`);
    expectProblem(await rest.send('delete', path(connection)), 409, 'state_conflict');
    await world.api.make(`/v1/payments/${payment.id}/cancel`);
    const deleted = await rest.send('delete', path(connection));

    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expectProblem(await rest.send('get', path(connection)), 404, 'not_found');
    expectProblem(await rest.send('post', `${path(connection)}/verify`), 404, 'not_found');
    const { data } = await world.api.read<ConnectionListDto>('/v1/connections');
    expect(data.map(({ id }) => id)).not.toContain(connection.id);
    const order = anOrder({ connectionId: connection.id });
    expect((await rest.send('post', '/v1/payments').send(order)).status).toBeGreaterThanOrEqual(400);
  });

  it('leaves late news its way in: a refund afterwards is told all the same', async () => {
    const apiKey = newKey();
    const shop = await Shop.dojo(world, { credentials: { apiKey } });
    const visit = await shop.visit();
    await shop.payAndReturn(visit);
    await shop.becomes(visit.reference, 'paid');
    expect((await rest.send('delete', path(shop.connection))).status).toBe(204);
    const refunded = await exchange({
      method: 'POST',
      url: `${world.simulator.url}/payment-intents/${visit.orderId}/refunds`,
      headers: { authorization: `Basic ${apiKey}`, version: '2025-09-10', idempotencyKey: randomUUID() },
      body: { amount: 1050 },
    });

    expect(refunded.status).toBe(200);
    const payment = await shop.becomes(visit.reference, 'refunded');
    expect(payment.connectionId).toBe(shop.connection.id);
  });
});

describe('the name of who is paid', () => {
  it('heads the page on which the payer pays', async () => {
    const shop = await Shop.dojo(world);
    const { checkoutUrl } = await shop.visit();

    expect((await exchange({ method: 'GET', url: checkoutUrl })).text).toContain('Sample Company');
  });
});

describe('what the program says of itself', () => {
  it('holds no credential, whatever was done with them', async () => {
    const connection = await connect({ credentials: { apiKey: 'sk_sandbox_very-recognisable' } });
    await world.api.make(`${path(connection)}/verify`);
    await rest.send('patch', path(connection)).send({ credentials: { apiKey: 'recognisable-too' } });
    await rest.send('post', `${path(connection)}/verify`);
    const logs = world.processes.map(({ stdout, stderr }) => stdout + stderr).join();

    expect(logs).toContain('/v1/connections/:id/verify');
    expect(logs).not.toMatch(/recognisable/);
  });
});

async function referencesAt(apiKey: string): Promise<string[]> {
  const answer = await exchange({
    method: 'POST',
    url: `${world.simulator.url}/payment-intents/search`,
    headers: { authorization: `Basic ${apiKey}`, version: '2025-09-10' },
    body: {},
  });
  return answer.json<{ data: { reference: string }[] }>().data.map(({ reference }) => reference);
}
