import { newId } from '../../../src/common/ids.js';
import { claimDeliveries, type DeliveryClaim } from '../../../src/webhooks/outgoing/claim-deliveries.js';
import { Delivery } from '../../../src/webhooks/outgoing/delivery.entity.js';
import type { Endpoint } from '../../../src/webhooks/outgoing/endpoint.entity.js';
import { anEndpoint, anEvent, anOwnerIn } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;

beforeEach(async () => {
  db = await openTestDatabase();
});

afterEach(() => db.close());

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

/** An endpoint of an account of its own, with deliveries that are due; the first ones for longest. */
async function anEndpointWith(due: number, fields: Partial<Endpoint> = {}): Promise<Endpoint> {
  const owner = await anOwnerIn(db.database);
  const endpoint = anEndpoint(owner, fields);
  const events = Array.from({ length: due }, () => anEvent(owner));
  const deliveries = events.map(({ id }, index) =>
    Object.assign(new Delivery(), {
      accountId: owner.accountId,
      mode: owner.mode,
      id: newId(),
      endpointId: endpoint.id,
      eventId: id,
      status: 'due',
      attempts: 0,
      attemptsBefore: 0,
      dueAt: new Date(LONG_AGO.getTime() + index),
      leasedUntil: null,
      fence: 0,
      deliveredAt: null,
      createdAt: LONG_AGO,
    } satisfies Partial<Delivery>),
  );
  await db.database.write({ insert: [endpoint, ...events, ...deliveries] });
  return endpoint;
}

function claim(changes: Partial<DeliveryClaim> = {}): Promise<Delivery[]> {
  return claimDeliveries(db.database, {
    limit: 100,
    further: 100,
    perEndpoint: { working: 5, failing: 2 },
    leaseSeconds: 30,
    running: new Map(),
    ...changes,
  });
}

/** How many were claimed for each. */
function shares(claimed: readonly Delivery[], endpoints: readonly Endpoint[]): number[] {
  return endpoints.map(({ id }) => claimed.filter(({ endpointId }) => endpointId === id).length);
}

describe('claiming deliveries', () => {
  it('gives every endpoint its share, whichever account it is of', async () => {
    const endpoints = [await anEndpointWith(50), await anEndpointWith(3), await anEndpointWith(50)];
    expect(shares(await claim(), endpoints)).toEqual([5, 3, 5]);
  });

  it('gives each its first before any gets its second, when there is not room for all', async () => {
    const endpoints = [await anEndpointWith(50), await anEndpointWith(50), await anEndpointWith(50)];
    expect(shares(await claim({ limit: 3 }), endpoints)).toEqual([1, 1, 1]);
  });

  it('goes first to those that have the least under way', async () => {
    const [busy, idle] = [await anEndpointWith(50), await anEndpointWith(50)];
    const claimed = await claim({ limit: 3, running: new Map([[busy.id, 4]]) });
    expect(shares(claimed, [busy, idle])).toEqual([0, 3]);
  });

  it('keeps room for the first delivery to others, however many endpoints hang', async () => {
    const hanging = [await anEndpointWith(50), await anEndpointWith(50), await anEndpointWith(50)];
    expect(shares(await claim({ limit: 20, further: 5 }), hanging)).toEqual([2, 2, 1]);

    const healthy = await anEndpointWith(50);
    const running = new Map(hanging.map(({ id }) => [id, 2]));
    expect(shares(await claim({ limit: 14, further: 0, running }), [...hanging, healthy])).toEqual([0, 0, 0, 1]);
  });

  it('counts what is under way already', async () => {
    const endpoint = await anEndpointWith(50);
    expect(await claim({ running: new Map([[endpoint.id, 3]]) })).toHaveLength(2);
    expect(await claim({ running: new Map([[endpoint.id, 7]]) })).toHaveLength(0);
  });

  it('gives little room to one that only fails', async () => {
    const failing = await anEndpointWith(50, { failingSince: LONG_AGO });
    expect(shares(await claim(), [failing])).toEqual([2]);
  });

  it('passes over what is paused or removed', async () => {
    await anEndpointWith(2, { status: 'paused', pausedAt: LONG_AGO, pauseReason: 'gone' });
    await anEndpointWith(2, { status: 'deleted' });
    expect(await claim()).toEqual([]);
  });

  it('takes what has been due for longest, once, and leaves what another holds', async () => {
    const endpoint = await anEndpointWith(8);
    const [first, second] = [await claim(), await claim()];
    expect([first.length, second.length]).toEqual([5, 3]);
    const dueAt = [...first, ...second].map((delivery) => delivery.dueAt!.getTime() - LONG_AGO.getTime());
    expect(dueAt.slice(0, 5).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(8);
    expect(first.every(({ fence, endpointId }) => fence === 1 && endpointId === endpoint.id)).toBe(true);
  });

  it('shares out what is due among many workers without giving one thing twice', async () => {
    for (let count = 0; count < 10; count += 1) await anEndpointWith(30);
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim()));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(50);
  });
});
