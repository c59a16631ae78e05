import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { MIGRATIONS } from '../../migrations/index.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { expectConsistency, expectRecovery } from '../fixtures/recovery.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { ApiClient, exchange, type Answer } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

jest.setTimeout(180_000);

/** Whoever asked the stopped process waits for it. */
const LATE_MS = 120_000;
const PAID_ONCE = ['payment.created', 'payment.pending', 'payment.paid'];
/** Nobody ends the session of a process that stands still: only the fence keeps its late word from counting. */
const UNENDED = 'idle_in_transaction_session_timeout=60000';

let world: DunlinWorld;
let proxy: PostgresProxy;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  await world.start({ ROLE: 'api' });
  await world.connect();
}, 90_000);

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

describe('an API that is stopped for longer than its lease, just before it writes', () => {
  let worker: DunlinProcess;

  beforeAll(async () => {
    worker = await startWorker();
  });

  afterAll(() => worker.kill('SIGTERM'));

  it.each([
    ['the payment', [/INSERT INTO payments/]],
    ['the answer that the key keeps', [/UPDATE idempotency_keys SET leased_until = NULL/]],
  ])('%s, is replaced by another under the same key, and both give one answer', async (what, statements) => {
    const zombie = await startZombie('api');
    const order = orderOf(`INV-${randomUUID()}`);
    const headers = { 'idempotency-key': randomUUID() };
    const arrived = proxy.stopAt('before', ...statements);
    const late = new ApiClient(zombie.url, world.sandboxKey).post('/v1/links', order, { headers, timeoutMs: LATE_MS });
    await arrived;
    zombie.signal('SIGSTOP');
    const stoppedMs = performance.now();
    const made = await untilAnswered(201, () => world.api.post('/v1/links', order, { headers }));
    await expectRecovery(world, `an API that stood still before ${what}`, stoppedMs);
    await wakeAndEnd(zombie);

    expect((await late).text).toBe(made.text);
    expect(await typesOf(order.payment.reference)).toEqual(['payment.created']);
    await expectConsistency(world);
  });

  it('the page that the provider has made, is replaced by another, and there is one page', async () => {
    const link = await world.link(`INV-${randomUUID()}`);
    const zombie = await startZombie('api');
    const arrived = proxy.stopAt('before', /INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/);
    const late = exchange({
      method: 'POST',
      url: `${link.url.replace(world.url, zombie.url)}/pay`,
      timeoutMs: LATE_MS,
    });
    await arrived;
    zombie.signal('SIGSTOP');
    const stoppedMs = performance.now();
    const pressed = await untilAnswered(303, () => exchange({ method: 'POST', url: `${link.url}/pay` }));
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(link.payment.reference, 'payment.paid', 30_000);
    await expectRecovery(world, 'an API that stood still before the COMMIT of a page', stoppedMs);
    await wakeAndEnd(zombie);

    expect((await late).status).toBe(503);
    expect(await world.provider.calls(link.payment.reference, 'create')).toBe(1);
    await expectPaidOnce(link);
  });
});

describe('a worker that is stopped for longer than its lease, just before it writes', () => {
  // One that a failed test has left would do the next one's work.
  afterEach(async () => {
    const [, ...workers] = world.processes;
    await Promise.all(workers.map((process) => process.kill('SIGKILL')));
  });

  it.each([
    ['what the provider said, without a lock', [/SELECT \* FROM payments .* FOR UPDATE/s], UNENDED],
    ['what the provider said, under locks', [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/], ''],
    ['the plan of the deliveries, under locks', [/INSERT INTO deliveries/, /^COMMIT/], ''],
    ['that the ERP has taken the event', [/UPDATE deliveries d SET status/], UNENDED],
  ])('%s, is replaced by another, and its late word hits nothing', async (what, statements, session) => {
    const link = await world.link(`INV-${randomUUID()}`);
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    const first = await startWorker();
    await world.erp.waitFor(link.payment.reference, 'payment.pending');
    await first.kill('SIGTERM');
    const zombie = await startZombie('worker', session);
    const arrived = proxy.stopAt('before', ...statements);
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await arrived;
    zombie.signal('SIGSTOP');
    const stoppedMs = performance.now();
    await startWorker();
    await world.erp.waitFor(link.payment.reference, 'payment.paid', 30_000);
    await expectRecovery(world, `a worker that stood still before ${what}`, stoppedMs);
    const before = await trackOf(link);
    await wakeAndEnd(zombie);

    expect(await trackOf(link)).toEqual(before);
    await expectPaidOnce(link);
  });
});

it('processes that start together on an empty database have it migrated once, though one is killed in the middle of that', async () => {
  const empty = await DunlinWorld.create({ migrated: false });
  const slow = await PostgresProxy.start(empty.database.url);
  try {
    const arrived = slow.stopAt('before', /CREATE TABLE/, /^COMMIT/);
    const first = empty.spawn({ DATABASE_URL: slow.url, PORT: String(await freePort()) });
    await arrived;
    const others = [empty.spawn(), empty.spawn({ PORT: String(await freePort()) })];
    await first.kill('SIGKILL');
    await Promise.all(others.map((started) => started.ready()));
    await empty.connect();
    await expectConsistency(empty);

    const [counted] = await empty.rows<object>(
      `SELECT (SELECT count(*)::integer FROM migrations) AS migrations, (SELECT count(*)::integer FROM accounts) AS accounts,
         (SELECT count(*)::integer FROM api_keys) AS keys`,
    );
    expect(counted).toEqual({ migrations: MIGRATIONS.length, accounts: 1, keys: 1 });
  } finally {
    await empty.close();
    await slow.cut();
  }
});

function orderOf(reference: string) {
  return { payment: { reference, amount: { value: 1050, currency: 'GBP' } } };
}

async function startWorker(): Promise<DunlinProcess> {
  return world.start({ ROLE: 'worker', PORT: String(await freePort()) });
}

/** A process that will be stopped at a statement. */
async function startZombie(role: 'api' | 'worker', session = ''): Promise<DunlinProcess> {
  return world.start({ ROLE: role, PORT: String(await freePort()), DATABASE_URL: `${proxy.url}?${session}` });
}

/** It goes on as if nothing had happened, says what it had to say, and ends in good order. */
async function wakeAndEnd(zombie: DunlinProcess): Promise<void> {
  proxy.goOn();
  zombie.signal('SIGCONT');
  expect(await zombie.kill('SIGTERM')).toEqual({ code: 0, signal: null });
}

function untilAnswered(status: number, call: () => Promise<Answer>): Promise<Answer> {
  return patiently(async () => {
    const answer = await call();
    return answer.status === status ? answer : undefined;
  }, 30_000);
}

async function typesOf(reference: string): Promise<string[]> {
  return (await world.eventsAbout(reference)).map(({ type }) => type);
}

async function expectPaidOnce(link: LinkDto): Promise<void> {
  const { reference } = link.payment;
  expect(await world.payment(reference)).toMatchObject({ status: 'paid', version: 3, review: null });
  expect(await typesOf(reference)).toEqual(PAID_ONCE);
  const intents = await world.provider.intentsFor(reference);
  expect(intents.map(({ charges }) => charges.length)).toEqual([1]);
}

/** All rows that a late word could hit. */
async function trackOf({ payment: { reference } }: LinkDto): Promise<object[]> {
  return world.rows(
    `SELECT to_jsonb(p) AS payment, to_jsonb(c) AS checkout, to_jsonb(d) AS delivery
     FROM payments p JOIN checkouts c ON c.payment_id = p.id JOIN events e ON e.data -> 'payment' ->> 'reference' = p.reference
       JOIN deliveries d ON d.event_id = e.id
     WHERE p.reference = $1 ORDER BY e.sequence`,
    [reference],
  );
}
