import { randomBytes, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { CreatedApiKeyDto } from '../../src/accounts/dto/api-key.dto.js';
import { newKey } from '../../src/accounts/key-format.js';
import type { ConnectionDto } from '../../src/connections/dto/connection.dto.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { CreatedEndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { startReceiver } from '../simulator/support/webhook.receiver.js';
import { exchange, type Answer } from '../support/api.client.js';
import { AuthenticatingSmtp } from '../support/authenticating.smtp.js';
import { Canaries, type Text } from '../support/canaries.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld, type Env } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

jest.setTimeout(300_000);

type Method = 'GET' | 'POST' | 'PATCH';
type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const PAYER = { name: 'Canary Payerova', email: 'canary.payer@example.com', phone: '+442079460999' };
const CARD = '4242 4242 4242 4242';
const DOJO_KEY = `sk_sandbox_${randomUUID()}`;
const JODO_PAIR = { apiKey: `jodo_sim_${randomUUID()}`, apiSecret: `jodo-${randomUUID()}` };
const JODO_BASIC = Buffer.from(`${JODO_PAIR.apiKey}:${JODO_PAIR.apiSecret}`).toString('base64');
const ADMIN_KEY = `admin-${randomBytes(24).toString('hex')}`;
const MAIL_PASSWORD = `mail-${randomBytes(12).toString('hex')}`;
const ENDPOINT_TOKEN = `endpoint-${randomUUID()}`;
const UNKNOWN_KEY = newKey('sandbox');

/** Told to nobody but by the answer that is made for it. */
const secrets = new Canaries();
/** Kept and told as it must be, but not in logs and metrics. */
const personal = new Canaries();
/** Every HTTP answer that came, headers included. */
const answers: Text[] = [];
const receivers: Receiver[] = [];

let world: DunlinWorld;
let smtp: AuthenticatingSmtp;
let proxy: PostgresProxy;
let metrics: string;

beforeAll(async () => {
  [world, smtp] = await Promise.all([DunlinWorld.create(), AuthenticatingSmtp.start()]);
  proxy = await PostgresProxy.start(world.database.url);
  const metricsPort = await freePort();
  await world.start(settings({ METRICS_PORT: String(metricsPort) }));
  keepWhatWasGiven();
  await setUp();
  await goWell();
  await goWrong();
  metrics = (await exchange({ method: 'GET', url: `http://127.0.0.1:${metricsPort}/metrics` })).text;
  await loseTheDatabase();
});

afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await world.close();
  await Promise.all([proxy.cut(), smtp.stop()]);
});

describe('secrets of an installation that was used, well and badly', () => {
  it('were all there to be found: the journey used each of them', () => {
    expect(smtp.passwords).toEqual(new Set([MAIL_PASSWORD]));
    expect(smtp.mails.join()).toContain('/l/');
    expect(answers.some(({ text }) => text.includes(UNKNOWN_KEY))).toBe(false);
    expect(secrets.names).toEqual(
      expect.arrayContaining(['a signing secret', 'a link’s token', 'Dojo’s webhook secret']),
    );
    expect(secrets.leaksIn([{ place: 'a mail', text: smtp.mails.join() }])).toContain('a link’s token: a mail');
  });

  it('stand in no log, however much is logged', () => {
    const logs = world.processes.map(({ stdout, stderr }) => ({ place: 'log', text: stdout + stderr }));

    expect(logs[0]!.text).toContain('"level":"debug"');
    expect(logs[0]!.text).toContain('"level":"error"');
    expect(secrets.leaksIn(logs)).toEqual([]);
    expect(personal.leaksIn(logs)).toEqual([]);
  });

  it('stand in no row of the database, in no form', async () => {
    const tables = await world.rows<{ name: string }>(
      `SELECT format('%I', table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const dumps = tables.map(async ({ name }) => {
      const rows = await world.rows<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      return { place: name, text: rows.map(({ row }) => row).join('\n') };
    });
    const texts = await Promise.all(dumps);

    expect(texts.length).toBeGreaterThan(15);
    expect(personal.leaksIn(texts)).toContain('a payer’s e-mail address: payments');
    expect(secrets.leaksIn(texts)).toEqual([]);
  });

  it('stand in no answer but the one that is made to tell them', () => {
    expect(answers.length).toBeGreaterThan(50);
    expect(secrets.leaksIn(answers)).toEqual([]);
  });

  it('stand in no event and in no delivery', async () => {
    const events = await world.rows<{ text: string }>('SELECT e::text AS text FROM events e');
    const delivered = receivers.flatMap(({ received }) =>
      received.map(({ raw, headers }) => ({ place: 'delivery', text: raw + JSON.stringify(headers) })),
    );

    expect(events.length).toBeGreaterThan(5);
    expect(delivered.length).toBeGreaterThan(5);
    expect(secrets.leaksIn([...events.map(({ text }) => ({ place: 'event', text })), ...delivered])).toEqual([]);
  });

  it('stand in no metric', () => {
    expect(metrics).toContain('dunlin_');
    expect([
      ...secrets.leaksIn([{ place: 'metrics', text: metrics }]),
      ...personal.leaksIn([{ place: 'metrics', text: metrics }]),
    ]).toEqual([]);
  });
});

/** A password in both URLs, and everything logged that can be. */
function settings(changes: Env): Env {
  return {
    DATABASE_URL: proxy.url,
    JODO_SANDBOX_BASE_URL: world.simulator.url,
    SMTP_URL: `smtp://dunlin:${MAIL_PASSWORD}@127.0.0.1:${smtp.port}`,
    MAIL_SCHEDULE: '0,0.3,0.3,0.3,0.3,0.3,0.3,0.3',
    ADMIN_KEY,
    LOG_LEVEL: 'trace',
    LOG_FORMAT: 'json',
    ...changes,
  };
}

function keepWhatWasGiven(): void {
  secrets.keep(
    { name: 'the key at Dojo', secret: DOJO_KEY },
    { name: 'the key at Jodo', secret: JODO_PAIR.apiKey },
    { name: 'the secret at Jodo', secret: JODO_PAIR.apiSecret },
    { name: 'the pair as Jodo gets it', secret: JODO_BASIC },
    { name: 'the operator’s key', secret: ADMIN_KEY },
    { name: 'the mail server’s password', secret: MAIL_PASSWORD },
    { name: 'the database’s password', secret: new URL(world.database.url).password },
    { name: 'the first API key', secret: world.sandboxKey },
    { name: 'a key that is unknown', secret: UNKNOWN_KEY },
    { name: 'the encryption key', secret: world.env()['SECRET_KEYS']!.slice('k1:'.length) },
    { name: 'the pepper', secret: world.env()['KEY_PEPPER']! },
    { name: 'a card number', secret: CARD },
    { name: 'a card number without spaces', secret: CARD.replaceAll(' ', '') },
    { name: 'the card at the provider', secret: PAYS },
  );
  personal.keep(
    { name: 'a payer’s name', secret: PAYER.name },
    { name: 'a payer’s e-mail address', secret: PAYER.email },
    { name: 'a payer’s telephone', secret: PAYER.phone },
    { name: 'what is paid for', secret: 'Canary meals' },
    { name: 'a token in an endpoint’s address', secret: ENDPOINT_TOKEN },
  );
}

/** Keys, connections and endpoints: what is shown once is a canary from then on. */
async function setUp(): Promise<void> {
  const made = await make<CreatedApiKeyDto>('/v1/api-keys', { name: 'Second', scopes: ['payments:read'] });
  secrets.keep({ name: 'a second API key', secret: made.key, toldBy: /^POST \/v1\/api-keys$/ });
  const rolled = await make<CreatedApiKeyDto>(`/v1/api-keys/${made.id}/roll`, { overlapHours: 1 });
  secrets.keep({ name: 'a rolled API key', secret: rolled.key, toldBy: /^POST \/v1\/api-keys\/\w+\/roll$/ });
  const { secret } = (await call('GET', '/v1/account/return-secret')).json<{ secret: string }>();
  secrets.keep({ name: 'the secret of the way back', secret, toldBy: /^GET \/v1\/account\/return-secret$/ });
  await connect({ provider: 'dojo', name: 'Dojo', credentials: { apiKey: DOJO_KEY } });
  const settingsOfJodo = {
    product: 'order',
    failureNotificationEmail: 'operator@example.com',
    allowedSourceAddresses: [],
  };
  await connect({ provider: 'jodo', name: 'Jodo', credentials: JODO_PAIR, settings: settingsOfJodo });
  await Promise.all([subscribe(200), subscribe(500)]);
}

async function connect(order: object): Promise<void> {
  const { id, webhookUrl } = await make<ConnectionDto>('/v1/connections', order);
  const token = webhookUrl.split('/').at(-1)!;
  secrets.keep({ name: 'a token of a webhook URL', secret: token, toldBy: /^\w+ \/v1\/connections/ });
  await make(`/v1/connections/${id}/verify`);
  await exchange({ method: 'POST', url: webhookUrl, body: {}, headers: { 'dojo-signature': JODO_PAIR.apiSecret } });
}

/** An endpoint whose address holds a token, as ERPs have it. */
async function subscribe(status: number): Promise<void> {
  const receiver = await startReceiver(Array.from({ length: 1000 }, () => status));
  receivers.push(receiver);
  const url = `${receiver.url}?token=${ENDPOINT_TOKEN}`;
  const { secret } = await make<CreatedEndpointDto>('/v1/webhook-endpoints', { url });
  secrets.keep({ name: 'a signing secret', secret, toldBy: /^POST \/v1\/webhook-endpoints$/ });
}

/** From the order to the refund, and everything read that can be. */
async function goWell(): Promise<void> {
  await keepProvidersSecret();
  const link = await aLink();
  await patiently(() => smtp.mails[0]);
  await make(`/v1/links/${link.id}/send`, {});
  await patiently(() => smtp.mails[1]);
  await visit(link);
  const pressed = await visit(link, 'POST', '/pay');
  const paid = await world.provider.payAt(String(pressed.headers['location']), PAYS);
  expect(paid.status).toBeLessThan(400);
  await visit(link, 'GET', '/return');
  const payment = await becomes(link, 'paid');
  await make(`/v1/payments/${payment.id}/refunds`, { amount: { value: 50, currency: 'GBP' } });
  const byApi = await make<PaymentDto>('/v1/payments', anOrder());
  await make(`/v1/payments/${byApi.id}/checkout`, {});
  const inRupees = await aLink({ amount: { value: 105_000, currency: 'INR' } });
  await visit(inRupees, 'POST', '/pay');
  await call('POST', '/v1/admin/accounts', { body: { name: 'Other' }, key: ADMIN_KEY });
  const lists = [
    'payments',
    'links',
    'events',
    'api-keys',
    'connections',
    'webhook-endpoints',
    'notifications',
    'refunds',
  ];
  for (const list of lists) await call('GET', `/v1/${list}`);
  for (const path of [`payments/${payment.id}`, `payments/${payment.id}/timeline`, `links/${link.id}`, 'account']) {
    await call('GET', `/v1/${path}`);
  }
  await call('GET', `/v1/links/${link.id}/mail-preview`);
  await call('GET', '/v1/reports/payments.csv?from=2020-01-01&to=2099-01-01');
}

async function keepProvidersSecret(): Promise<void> {
  const headers = { authorization: `Basic ${DOJO_KEY}`, version: '2026-02-27' };
  const { text } = await exchange({ method: 'GET', url: `${world.simulator.url}/webhooks`, headers });
  const [{ secrets: known }] = JSON.parse(text) as [{ secrets: { value: string }[] }];
  secrets.keep(...known.map(({ value }) => ({ name: 'Dojo’s webhook secret', secret: value })));
}

/** Whatever of it goes wrong, at the provider, at the mail server, at the ERP, and by the caller’s own hand. */
async function goWrong(): Promise<void> {
  const echo = `<p>${DOJO_KEY} is wrong for ${PAYER.name} ${PAYER.email} ${PAYER.phone} ${CARD}</p>`;
  const troubles = [
    { status: 401, body: { errors: { apiKey: [echo] }, detail: echo } },
    { status: 400, body: { title: echo, detail: echo, errors: { [DOJO_KEY]: [echo] } } },
    { status: 500, body: echo, contentType: 'text/html' },
    { status: 200, body: echo, contentType: 'text/html' },
    { status: 200, body: { status: echo, paymentLink: echo } },
    { status: 302, body: echo },
  ];
  const statuses: number[] = [];
  for (const trouble of troubles) {
    const link = await aLink();
    const { reference } = link.payment;
    await world.provider.scenario({ name: 'provider_answer', operation: 'create', reference, times: 3, ...trouble });
    statuses.push((await visit(link, 'POST', '/pay')).status);
  }
  expect(new Set(statuses)).toEqual(new Set([503]));
  await refuseMail();
  await misuse();
  await failToStart();
}

async function refuseMail(): Promise<void> {
  for (const refused of ['password', 'recipient'] as const) {
    smtp.refuse(refused);
    await aLink();
    await patiently(() => smtp.hasRefusedAll || undefined);
  }
}

/** Secrets where they do not belong. */
async function misuse(): Promise<void> {
  const { id } = await make<PaymentDto>('/v1/payments', anOrder());
  const connection = { provider: 'dojo', name: 'Other', credentials: { apiKey: DOJO_KEY } };
  const bodies: [string, unknown][] = [
    ['/v1/connections', `${JSON.stringify(connection).slice(0, -2)}`],
    ['/v1/connections', { ...connection, provider: DOJO_KEY }],
    ['/v1/connections', { ...connection, credentials: { apiKey: [DOJO_KEY], [DOJO_KEY]: 1 } }],
    ['/v1/connections', { ...connection, credentials: { apiKey: DOJO_KEY, apiSecret: JODO_PAIR.apiSecret } }],
    ['/v1/connections', { ...connection, settings: { apiKey: DOJO_KEY } }],
    ['/v1/payments', anOrder({ description: `Card ${CARD}` })],
    ['/v1/payments', anOrder({ metadata: { card: CARD } })],
    ['/v1/payments', anOrder({ metadata: { [CARD]: 'x' } })],
    ['/v1/payments', anOrder({ customer: { ...PAYER, name: CARD } })],
    ['/v1/payments', anOrder({ reference: CARD })],
    ['/v1/webhook-endpoints', { url: `https://user:${MAIL_PASSWORD}@erp.example.com/` }],
    [`/v1/payments/${id}/refunds`, { reason: CARD }],
  ];
  for (const [path, body] of bodies) {
    const place = path === '/v1/payments' ? 'an order with a secret in it' : path;
    expect([place, (await call('POST', path, { body })).status]).toEqual([place, expect.any(Number)]);
    expect(answers.at(-1)!.text).toMatch(/"status":4\d\d/);
  }
  for (const key of [UNKNOWN_KEY, ADMIN_KEY, `${world.sandboxKey.slice(0, -1)}-`])
    await call('GET', '/v1/payments', { key });
  await call('GET', '/v1/admin/accounts');
  await call('GET', `/v1/payments?key=${world.sandboxKey}`);
  await call('GET', `/v1/payments/${world.sandboxKey}`);
  await call('GET', `/${UNKNOWN_KEY}?email=${PAYER.email}`);
  const ofTheWay = {
    authorization: `Basic ${Buffer.from(`${world.sandboxKey}:${JODO_PAIR.apiSecret}`).toString('base64')}`,
  };
  await exchange({ method: 'GET', url: `${world.url}/v1/payments`, headers: ofTheWay });
}

/** A process that cannot begin says why, and not with which password. */
async function failToStart(): Promise<void> {
  const env = settings({ PORT: String(await freePort()) });
  const elsewhere = new URL(env['DATABASE_URL']!);
  elsewhere.pathname = '/nothing_of_that_name';
  const wrong: Env[] = [
    { DATABASE_URL: elsewhere.href },
    { DATABASE_URL: env['DATABASE_URL']!.replace('postgres', 'mysql') },
    { SMTP_URL: env['SMTP_URL']!.replace('smtp:', 'http:') },
    { SECRET_KEYS: `${world.env()['SECRET_KEYS']},${world.env()['SECRET_KEYS']}` },
    { SECRET_KEYS: world.env()['SECRET_KEYS']!.replace('k1:', 'k1 ') },
    { KEY_PEPPER: DOJO_KEY },
    { BOOTSTRAP_SANDBOX_KEY: `${world.sandboxKey}-` },
  ];
  for (const changes of wrong) expect((await world.spawn({ ...env, ...changes }).exit()).code).toBe(1);
}

/** While it is away, everybody is told so; then the process is told to stop. */
async function loseTheDatabase(): Promise<void> {
  const link = await aLink();
  await proxy.cut();
  expect((await call('GET', '/v1/payments')).status).toBe(503);
  await call('POST', '/v1/payments', { body: anOrder() });
  await visit(link);
  await world.processes[0]!.kill('SIGTERM');
}

function anOrder(changes: object = {}) {
  const reference = `INV-${randomUUID()}`;
  return {
    reference,
    amount: { value: 1050, currency: 'GBP' },
    customer: PAYER,
    description: 'Canary meals',
    ...changes,
  };
}

async function aLink(changes: object = {}, more: object = { send: {} }): Promise<LinkDto> {
  const link = await make<LinkDto>('/v1/links', { payment: anOrder(changes), ...more });
  const token = new URL(link.url).pathname.split('/').at(-1)!;
  secrets.keep({ name: 'a link’s token', secret: token, toldBy: /^\w+ \/(v1\/(links|payments)|l\/)/ });
  return link;
}

/** The payer’s browser. */
async function visit({ url }: LinkDto, method: 'GET' | 'POST' = 'GET', path = ''): Promise<Answer> {
  const answer = await exchange({ method, url: `${url}${path}` });
  return note(`${method} /l/…${path}`, answer);
}

function becomes({ paymentId }: LinkDto, status: string): Promise<PaymentDto> {
  return patiently(async () => {
    const payment = (await call('GET', `/v1/payments/${paymentId}`)).json<PaymentDto>();
    return payment.status === status ? payment : undefined;
  });
}

async function make<Body>(path: string, body: unknown = {}): Promise<Body> {
  const answer = await call('POST', path, { body });
  if (answer.status >= 300) throw new Error(`POST ${path} was answered ${answer.status}: ${answer.text}`);
  return answer.json<Body>();
}

/** The ERP. */
async function call(
  method: Method,
  path: string,
  { body, key = world.sandboxKey }: { body?: unknown; key?: string } = {},
) {
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() };
  const answer = await exchange({ method, url: `${world.url}${path}`, headers, body });
  return note(`${method} ${path}`, answer);
}

function note(place: string, answer: Answer): Answer {
  answers.push({ place, text: answer.text + JSON.stringify(answer.headers) });
  return answer;
}
