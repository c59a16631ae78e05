import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Agent } from 'undici';
import type { EventListDto } from '../../src/events/dto/event.dto.js';
import { ApiClient, exchange, type Answer } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const WAIT_SECONDS = 15;
const AT_ONCE_MS = 5000;

let world: DunlinWorld;

// The feed is read in one process and numbered in another.
beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ ROLE: 'api' });
  await world.start({ ROLE: 'worker', PORT: String(await freePort()) });
  await world.connect();
}, 90_000);

afterAll(() => world.close());

/** How far the feed is now, once everything that happened is in it. */
async function newest(): Promise<number> {
  await patiently(async () => {
    const rows = await world.rows('SELECT FROM events WHERE sequence IS NULL LIMIT 1');
    return rows.length === 0 ? true : undefined;
  });
  return (await world.events()).at(-1)?.sequence ?? 0;
}

/** Makes a payment, which is one event. */
function happen(): Promise<unknown> {
  return world.api.make('/v1/payments', { reference: `INV-${randomUUID()}`, amount: { value: 5, currency: 'GBP' } });
}

async function timed(call: Promise<Answer>): Promise<{ answer: Answer; page: EventListDto; tookMs: number }> {
  const startedMs = performance.now();
  const answer = await call;
  return { answer, page: answer.json<EventListDto>(), tookMs: performance.now() - startedMs };
}

/** Resolves when a process has asked the database on behalf of its waiting readers since this was called. */
async function somebodyWaits(): Promise<void> {
  const [now] = await world.rows<{ at: Date }>('SELECT clock_timestamp() AS at');
  await patiently(async () => {
    const asked = await world.rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query_start > $1
         AND query LIKE 'SELECT account_id, mode, last_sequence FROM event_counters%'`,
      [now!.at],
    );
    return asked.length > 0 ? true : undefined;
  });
}

describe('a reader that is willing to wait', () => {
  it('is answered as soon as something happens, though another process numbers it', async () => {
    const after = await newest();
    const waiting = timed(world.api.get(`/v1/events?after=${after}&wait=${WAIT_SECONDS}`));
    await happen();
    const { page, tookMs } = await waiting;

    expect(page.data.map(({ sequence, type }) => [sequence, type])).toEqual([[after + 1, 'payment.created']]);
    expect(page.lastSequence).toBe(after + 1);
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });

  it('is answered at once when there is something already', async () => {
    const { page, tookMs } = await timed(world.api.get(`/v1/events?after=0&limit=1&wait=${WAIT_SECONDS}`));

    expect(page.data.map(({ sequence }) => sequence)).toEqual([1]);
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });

  it('gets an empty answer when its time is over, and stays where it was', async () => {
    const after = await newest();
    const { page, tookMs } = await timed(world.api.get(`/v1/events?after=${after}&wait=1`));

    expect(page).toEqual({ data: [], lastSequence: after });
    expect(tookMs).toBeGreaterThanOrEqual(1000);
  });

  it('waits for its type, and moves past everything else meanwhile', async () => {
    const after = await newest();
    await happen();
    const moved = await patiently(async () => {
      const page = await world.api.read<EventListDto>(`/v1/events?after=${after}&type=payment.paid&wait=1`);
      return page.lastSequence > after ? page : undefined;
    });

    expect(moved).toEqual({ data: [], lastSequence: after + 1 });
    const waiting = timed(world.api.get(`/v1/events?after=${after + 1}&type=payment.canceled&wait=${WAIT_SECONDS}`));
    const made = await world.api.make<{ id: string }>('/v1/payments', {
      reference: `INV-${randomUUID()}`,
      amount: { value: 5, currency: 'GBP' },
    });
    await world.api.make(`/v1/payments/${made.id}/cancel`);
    const { page } = await waiting;

    expect(page.data.map(({ sequence, type }) => [sequence, type])).toEqual([[after + 3, 'payment.canceled']]);
  });

  it('takes one request from the limit, however long it waits', async () => {
    const limited = await world.start({ ROLE: 'api', PORT: String(await freePort()), RATE_LIMIT_SANDBOX: '2' });
    const client = new ApiClient(limited.url, world.sandboxKey);
    const after = await newest();
    const { answer } = await timed(client.get(`/v1/events?after=${after}&wait=2`));
    const next = await client.get(`/v1/events?after=${after}`);

    expect([answer.status, next.status]).toEqual([200, 200]);
    expect(answer.headers['ratelimit']).toContain('r=3;');
  });

  it('holds no connection to the database: of 21 where 4 connections are 20 wait, and one does not', async () => {
    const small = await world.start({ ROLE: 'api', PORT: String(await freePort()), DATABASE_POOL_SIZE: '4' });
    const client = new ApiClient(small.url, world.sandboxKey);
    const after = await newest();
    const path = `/v1/events?after=${after}&wait=${WAIT_SECONDS}`;
    // Which of them comes last, and so finds no place, is the network's choice.
    const asked = Array.from({ length: 21 }, () => timed(client.get(path)));
    const withoutPlace = await Promise.race(asked);
    await happen();
    const answers = await Promise.all(asked);

    expect(withoutPlace.tookMs).toBeLessThan(AT_ONCE_MS);
    expect(answers.map(({ page }) => page.lastSequence).sort((one, other) => one - other)).toEqual([
      after,
      ...Array(20).fill(after + 1),
    ]);
  });

  it('makes room when it hangs up', async () => {
    const after = await newest();
    const path = `/v1/events?after=${after}&wait=${WAIT_SECONDS}`;
    const gone = Array.from({ length: 20 }, () => world.api.get(path, { timeoutMs: 500 }).catch(() => 'hung up'));
    expect(new Set(await Promise.all(gone))).toEqual(new Set(['hung up']));
    const waiting = timed(world.api.get(path));
    await happen();

    expect((await waiting).page.lastSequence).toBe(after + 1);
  });

  it('is answered when its process is told to stop, and does not hold it up by asking again', async () => {
    const stopping = await world.start({ ROLE: 'api', PORT: String(await freePort()) });
    const after = await newest();
    const answers: Answer[] = [];
    const askOnAndOn = async () => {
      const dispatcher = new Agent({ connections: 1, keepAliveTimeout: 60_000 });
      const headers = { authorization: `Bearer ${world.sandboxKey}` };
      const url = `${stopping.url}/v1/events?after=${after}&wait=${WAIT_SECONDS}`;
      for (;;) answers.push(await exchange({ method: 'GET', url, headers, dispatcher }));
    };
    const refused = askOnAndOn().catch((error: { code: string }) => error.code);
    await somebodyWaits();
    const startedMs = performance.now();
    const exit = await stopping.kill('SIGTERM');

    expect(performance.now() - startedMs).toBeLessThan(AT_ONCE_MS);
    expect(exit).toEqual({ code: 0, signal: null });
    expect(await refused).toBe('ECONNREFUSED');
    expect(answers.map((answer) => answer.json())).toEqual([{ data: [], lastSequence: after }]);
  });
});

describe('GET /v1/events', () => {
  it.each(['wait=31', 'wait=-1', 'wait=1.5', 'wait=x', 'type=payment.payed', 'type='])('refuses ?%s', async (query) => {
    const answer = await world.api.get(`/v1/events?${query}`);

    expect(answer.status).toBe(400);
    expect(answer.json<{ code: string }>().code).toBe('validation_failed');
  });
});
