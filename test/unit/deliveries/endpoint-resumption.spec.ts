import { jest } from '@jest/globals';
import type { RowKey } from '../../../src/database/owned-row.js';
import { EndpointServices } from '../../fixtures/endpoint.services.js';
import { anOwnerIn } from '../../support/builders.js';

jest.setTimeout(30_000);

/** More than two chunks. */
const MANY = 4500;

let services: EndpointServices;
let endpoint: RowKey;

beforeAll(async () => {
  services = await EndpointServices.open();
});

beforeEach(async () => {
  const owner = await anOwnerIn(services.db.database);
  endpoint = await services.create(owner);
  await services.happen(owner, { count: MANY, planned: MANY });
  await services.repeats.replay(endpoint, { fromSequence: 1 });
  await services.settle();
});

afterAll(() => services.close());

/** SQL over the endpoint's deliveries. */
function change(assignments: string): Promise<number> {
  return services.db.database.run(`UPDATE deliveries SET ${assignments} WHERE endpoint_id = $1`, [endpoint.id]);
}

async function count(condition: string): Promise<number> {
  return (
    await services.db.database.query(`SELECT FROM deliveries WHERE endpoint_id = $1 AND ${condition}`, [endpoint.id])
  ).length;
}

function pause(failingSince: string): Promise<number> {
  return services.db.database.run(
    `UPDATE endpoints SET status = 'paused', paused_at = now(), pause_reason = 'failing', failing_since = ${failingSince}
     WHERE id = $1`,
    [endpoint.id],
  );
}

/** The last attempt of every delivery. */
async function attempt(at: string, status = 503): Promise<void> {
  await services.db.database.run(
    `INSERT INTO delivery_attempts (account_id, mode, delivery_id, number, at, status, duration_ms, response)
     SELECT account_id, mode, id, attempts, ${at}, $2, 1, '' FROM deliveries WHERE endpoint_id = $1`,
    [endpoint.id, status],
  );
  await services.settle();
}

const RELEASED = `status = 'due' AND due_at <= now() AND attempts = 2 AND attempts_before = 2 AND fence > 0`;

describe('resuming', () => {
  it('begins a new round of all that waits for another attempt, however many', async () => {
    await change(`attempts = 2, due_at = now() + interval '1 day'`);
    await pause('now()');
    const resumed = await services.resumption.resume(endpoint);

    expect(await count(RELEASED)).toBe(MANY);
    expect(resumed).toMatchObject({ status: 'active', failingSince: null, pausedAt: null, pauseReason: null });
    expect(await services.endpoints.get(endpoint)).toEqual(resumed);
  });

  it('begins a new round of all that was given up since the endpoint fails, however many', async () => {
    await change(`attempts = 2, status = 'exhausted', due_at = NULL`);
    await attempt(`now() - interval '1 hour'`);
    await pause(`now() - interval '2 hours'`);
    await services.resumption.resume(endpoint);

    expect(await count(RELEASED)).toBe(MANY);
  });

  it('leaves what was given up before that', async () => {
    await change(`attempts = 2, status = 'exhausted', due_at = NULL`);
    await attempt(`now() - interval '3 hours'`);
    await pause(`now() - interval '2 hours'`);
    await services.resumption.resume(endpoint);

    expect(await count(`status = 'exhausted'`)).toBe(MANY);
  });

  it('takes along what was given up with the very answer that paused the endpoint', async () => {
    await change(`attempts = 2, status = 'exhausted', due_at = NULL`);
    await attempt(`now() - interval '1 second'`, 410);
    await pause('NULL');
    await services.resumption.resume(endpoint);

    expect(await count(RELEASED)).toBe(MANY);
  });

  it('touches neither what is under way, nor what was never tried, nor what was delivered', async () => {
    await change(
      `attempts = CASE id::text < '8' WHEN true THEN 1 ELSE 0 END, fence = 7, leased_until = now() + interval '1 minute'`,
    );
    await services.resumption.resume(endpoint);
    const underWay = await count('fence = 7 AND leased_until IS NOT NULL');
    await change('leased_until = NULL, attempts = 0');
    await services.resumption.resume(endpoint);
    const untried = await count('fence = 7');
    await change(`status = 'delivered', due_at = NULL, attempts = 1`);
    await services.resumption.resume(endpoint);

    expect([underWay, untried, await count('fence = 7')]).toEqual([MANY, MANY, MANY]);
  });

  it('that is cut off in between leaves the endpoint paused, and is done in full the next time', async () => {
    await change(`attempts = 2, status = 'exhausted', due_at = NULL`);
    await attempt('now()');
    await pause(`now() - interval '2 hours'`);
    const { transactor } = services.db;
    const run = transactor.run.bind(transactor);
    let transactions = 0;
    transactor.run = (work) => {
      transactions += 1;
      return transactions > 2 ? Promise.reject(new Error('cut off')) : run(work);
    };
    await expect(services.resumption.resume(endpoint)).rejects.toThrow('cut off');
    transactor.run = run;
    const half = [await count(RELEASED), (await services.endpoints.get(endpoint)).status];
    await services.resumption.resume(endpoint);

    expect(half).toEqual([4000, 'paused']);
    expect(await count(RELEASED)).toBe(MANY);
    expect((await services.endpoints.get(endpoint)).status).toBe('active');
  });

  it('is not for an endpoint that was removed', async () => {
    await pause('now()');
    await services.endpoints.remove(endpoint);

    await expect(services.resumption.resume(endpoint)).rejects.toMatchObject({ code: 'not_found' });
    expect(await count(`status = 'exhausted'`)).toBe(MANY);
  });
});
