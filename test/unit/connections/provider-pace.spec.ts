import { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { Connection } from '../../../src/connections/connection.entity.js';
import { ProviderPace, type Urgency } from '../../../src/connections/provider-pace.js';
import { ConnectionsBench, PaperProvider } from './connections.bench.js';

const CALLS_PER_SECOND = 20;
const GAP_MS = 1000 / CALLS_PER_SECOND;
/** A timer may fire a little early, measured by another clock than the database's. */
const EARLY_MS = 5;

let bench: ConnectionsBench;
let connection: Connection;

beforeAll(async () => {
  bench = await ConnectionsBench.open([new PaperProvider('paper')]);
});

beforeEach(async () => {
  connection = await bench.connection();
});

afterAll(() => bench.db.close());

describe('the pace of a connection', () => {
  it('lets the first call go at once', async () => {
    const startedAtMs = performance.now();
    await take('person');
    expect(performance.now() - startedAtMs).toBeLessThan(1000);
    expect(await freeInMs()).toBeLessThanOrEqual(GAP_MS);
  });

  it('spaces calls that come together, also those of several processes', async () => {
    const startedAtMs = performance.now();
    const paces = [new ProviderPace(bench.db.database), new ProviderPace(bench.db.database)];
    const calls = Array.from({ length: 10 }, async (_, index) => {
      await take('person', { pace: paces[index % 2]! });
      return performance.now();
    });
    const endedAtMs = Math.max(...(await Promise.all(calls)));

    expect(endedAtMs - startedAtMs).toBeGreaterThan(9 * GAP_MS - EARLY_MS);
  });

  it('turns a timer away while others wait, and takes no turn for it', async () => {
    await occupy(1);
    const refusal: unknown = await take('timer').catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(GatewayError);
    expect(refusal).toMatchObject({ kind: 'rate_limited', operation: 'fetchPayment', providerStatus: undefined });
    expect(await freeInMs()).toBeLessThanOrEqual(1000);
  });

  it('lets a person wait where a timer is turned away', async () => {
    await occupy(0.5);
    await expect(take('timer')).rejects.toMatchObject({ kind: 'rate_limited' });
    await expect(take('person')).resolves.toBeUndefined();
  });

  it('turns even a person away, with a time to come back, when the wait would be too long', async () => {
    await occupy(60);
    await expect(take('person')).rejects.toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 10 });
  });

  it('saves up no calls while nothing is asked for', async () => {
    await occupy(-3600);
    await take('person');
    expect(await freeInMs()).toBeGreaterThan(-1000);
    await expect(take('person')).resolves.toBeUndefined();
    expect(await freeInMs()).toBeLessThanOrEqual(GAP_MS);
  });

  it('is every connection’s own', async () => {
    await occupy(60);
    const other = await bench.connection();
    await expect(take('timer', { of: other })).resolves.toBeUndefined();
  });
});

function take(urgency: Urgency, { of = connection, pace = new ProviderPace(bench.db.database) } = {}): Promise<void> {
  return pace.take(of, { operation: 'fetchPayment', callsPerSecond: CALLS_PER_SECOND, urgency });
}

/** All turns up to that many seconds from now are taken. */
async function occupy(seconds: number): Promise<void> {
  await bench.db.database.run(
    `INSERT INTO provider_paces (account_id, mode, id, free_at) VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
    [connection.accountId, connection.mode, connection.id, seconds],
  );
}

/** When the row says that the next call may be made; by the time it is read, that may have passed. */
async function freeInMs(): Promise<number> {
  const [row] = await bench.db.database.query<{ ms: number }>(
    'SELECT extract(epoch FROM free_at - now())::float * 1000 AS ms FROM provider_paces WHERE id = $1',
    [connection.id],
  );
  return row!.ms;
}
