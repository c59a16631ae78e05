import { jest } from '@jest/globals';
import type { RowKey } from '../../../src/database/owned-row.js';
import { EndpointServices } from '../../fixtures/endpoint.services.js';
import { anEvent, anOwnerIn, type Owner } from '../../support/builders.js';

jest.setTimeout(30_000);

let services: EndpointServices;
let owner: Owner;

beforeAll(async () => {
  services = await EndpointServices.open();
});

beforeEach(async () => {
  owner = await anOwnerIn(services.db.database);
});

afterAll(() => services.close());

/** How many deliveries the endpoint has, and of how many events. */
async function deliveriesTo({ id }: RowKey): Promise<{ rows: number; events: number }> {
  const [counts] = await services.db.database.query<{ rows: number; events: number }>(
    'SELECT count(*)::integer AS rows, count(DISTINCT event_id)::integer AS events FROM deliveries WHERE endpoint_id = $1',
    [id],
  );
  return counts!;
}

async function planAll(): Promise<void> {
  while (await services.planner.tick());
}

describe('a replay', () => {
  it('takes ten thousand events a call, and says where to go on', async () => {
    await services.happen(owner, { count: 10_500, planned: 10_500 });
    const endpoint = await services.create(owner);
    const first = await services.repeats.replay(endpoint, { fromSequence: 101 });
    const second = await services.repeats.replay(endpoint, { fromSequence: first.nextSequence! });

    expect(first).toEqual({ deliveries: 10_000, nextSequence: 10_101 });
    expect(second).toEqual({ deliveries: 400, nextSequence: null });
    expect(await deliveriesTo(endpoint)).toEqual({ rows: 10_400, events: 10_400 });
  });

  it('says that it is done when the range ends with the call', async () => {
    await services.happen(owner, { count: 10_001, planned: 10_001 });
    const endpoint = await services.create(owner, { events: ['payment.paid'] });

    const range = { fromSequence: 1, toSequence: 10_000 };
    expect(await services.repeats.replay(endpoint, range)).toEqual({ deliveries: 0, nextSequence: null });
    expect(await services.repeats.replay(endpoint, { fromSequence: 1 })).toMatchObject({ nextSequence: 10_001 });
  });

  it('leaves events to the planner that it has not come to', async () => {
    await services.happen(owner, { count: 0, planned: 0 });
    const endpoint = await services.create(owner);
    await services.happen(owner, { count: 30, planned: 20 });

    expect(await services.repeats.replay(endpoint, { fromSequence: 1 })).toEqual({
      deliveries: 20,
      nextSequence: null,
    });
    await planAll();
    expect(await deliveriesTo(endpoint)).toEqual({ rows: 30, events: 30 });
  });

  it('makes no delivery twice while the planner is at work', async () => {
    await services.happen(owner, { count: 0, planned: 0 });
    const endpoint = await services.create(owner);
    await services.happen(owner, { count: 3000, planned: 0 });
    const replays = Array.from({ length: 8 }, () => services.repeats.replay(endpoint, { fromSequence: 1 }));
    await Promise.all([planAll(), planAll(), ...replays]);

    expect(await deliveriesTo(endpoint)).toEqual({ rows: 3000, events: 3000 });
  });

  it('delivers an event for one endpoint alone to that one alone', async () => {
    await services.happen(owner, { count: 0, planned: 0 });
    const [pinged, other] = [await services.create(owner), await services.create(owner)];
    const ping = anEvent(owner, { type: 'ping', sequence: 1, endpointId: pinged.id });
    await services.db.database.write({ insert: [ping] });
    await services.db.database.run('UPDATE event_counters SET last_sequence = 1');
    await services.db.database.run('UPDATE delivery_positions SET sequence = 1');

    expect((await services.repeats.replay(pinged, { fromSequence: 1 })).deliveries).toBe(1);
    expect((await services.repeats.replay(other, { fromSequence: 1 })).deliveries).toBe(0);
  });

  it('is not for an endpoint that was removed, or that is somebody else’s', async () => {
    const endpoint = await services.create(owner);
    await services.endpoints.remove(endpoint);
    const foreign = { ...(await services.create(owner)), accountId: (await anOwnerIn(services.db.database)).accountId };

    for (const key of [endpoint, foreign])
      await expect(services.repeats.replay(key, { fromSequence: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
