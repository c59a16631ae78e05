import type { Caller } from '../../../src/accounts/caller.js';
import { newId } from '../../../src/common/ids.js';
import { Cursors } from '../../../src/common/cursor.js';
import { loadConfig } from '../../../src/config/app-config.js';
import { Secrets } from '../../../src/config/secrets.js';
import { Waker } from '../../../src/database/waker.js';
import { EventSequencer } from '../../../src/events/event-sequencer.js';
import type { Event } from '../../../src/events/event.entity.js';
import { DeliveryPlannerWorker } from '../../../src/webhooks/outgoing/delivery-planner.worker.js';
import { EndpointsService } from '../../../src/webhooks/outgoing/endpoints.service.js';
import { OutboundClient } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import { anEndpoint, anEvent, anOwnerIn, type Owner } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const config = loadConfig(
  { SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`, KEY_PEPPER: 'a pepper for the tests' },
  false,
);

let db: TestDataSource;
let sequencer: EventSequencer;
let planner: DeliveryPlannerWorker;
let endpoints: EndpointsService;
let outbound: OutboundClient;
let owner: Owner;

beforeAll(async () => {
  db = await openTestDatabase();
  sequencer = new EventSequencer(db.transactor);
  planner = new DeliveryPlannerWorker(db.transactor, new Waker(db.database, db.dataSource), config);
  outbound = new OutboundClient({ allowCidrs: ['127.0.0.0/8'], timeoutMs: 1000 });
  endpoints = new EndpointsService(
    db.database,
    db.transactor,
    outbound,
    Secrets.load(config),
    new Cursors('a pepper of the test'),
    new FakeClock(),
  );
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
});

afterAll(() => db.close());

async function happen(...events: Event[]): Promise<Event[]> {
  await db.database.write({ insert: events });
  await sequencer.number();
  return events;
}

/** Plans until there is nothing to plan. */
async function plan(): Promise<void> {
  while (await planner.tick());
}

async function create(events?: string[], of: Owner = owner): Promise<string> {
  const caller: Caller = { ...of, keyId: newId(), scopes: [] };
  const dto = { url: 'http://127.0.0.1:8099/hooks', events } as Parameters<EndpointsService['create']>[1]['dto'];
  return (await endpoints.create(caller, { dto, id: newId() })).endpoint.id;
}

/** `<status> <event id>` in the order of the sequence. */
async function deliveriesTo(endpointId: string): Promise<string[]> {
  const rows = await db.database.query<{ delivery: string }>(
    `SELECT d.status || ' ' || e.id AS delivery FROM deliveries d JOIN events e ON e.id = d.event_id
     WHERE d.endpoint_id = $1 ORDER BY e.sequence`,
    [endpointId],
  );
  return rows.map(({ delivery }) => delivery);
}

const due = (events: readonly Event[]) => events.map(({ id }) => `due ${id}`);

describe('the delivery planner', () => {
  it('makes one delivery for every event and endpoint', async () => {
    const [first, second] = [await create(), await create()];
    const events = await happen(anEvent(owner), anEvent(owner), anEvent(owner));
    await plan();
    expect(await deliveriesTo(first)).toEqual(due(events));
    expect(await deliveriesTo(second)).toEqual(due(events));
  });

  it('makes none twice, however many planners there are', async () => {
    const endpoint = await create();
    const events = await happen(...Array.from({ length: 700 }, () => anEvent(owner)));
    await Promise.all(Array.from({ length: 4 }, () => plan()));
    expect(await deliveriesTo(endpoint)).toEqual(due(events));
  });

  it('plans only what the endpoint wants', async () => {
    const endpoint = await create(['payment.paid']);
    const [, paid] = await happen(
      anEvent(owner, { type: 'payment.pending' }),
      anEvent(owner, { type: 'payment.paid' }),
    );
    await plan();
    expect(await deliveriesTo(endpoint)).toEqual(due([paid!]));
  });

  it('keeps what a paused endpoint misses, and forgets a deleted one', async () => {
    const working = await create();
    const paused = anEndpoint(owner, { status: 'paused', pausedAt: new Date(), pauseReason: 'gone' });
    const deleted = anEndpoint(owner, { status: 'deleted' });
    await db.database.write({ insert: [paused, deleted] });
    const [event] = await happen(anEvent(owner));
    await plan();
    expect(await deliveriesTo(working)).toEqual(due([event!]));
    expect(await deliveriesTo(paused.id)).toEqual(due([event!]));
    expect(await deliveriesTo(deleted.id)).toEqual([]);
  });

  it('takes a bounded number of events at once, so that no backlog of many accounts becomes too long a statement', async () => {
    const owners = await Promise.all(Array.from({ length: 3 }, () => anOwnerIn(db.database)));
    const ids = await Promise.all(owners.map((each) => create(undefined, each)));
    await happen(...owners.flatMap((each) => Array.from({ length: 300 }, () => anEvent(each))));
    await planner.tick();
    const planned = await Promise.all(ids.map(async (id) => (await deliveriesTo(id)).length));
    await plan();

    expect(planned).toEqual([166, 166, 166]);
    expect((await Promise.all(ids.map(deliveriesTo))).map(({ length }) => length)).toEqual([300, 300, 300]);
  });

  it('waits for nobody who is at work on an endpoint: all accounts would wait along', async () => {
    const endpoint = await create();
    const events = await happen(anEvent(owner));
    await db.transactor.run(async (tx) => {
      await endpoints.lock(tx, { ...owner, id: endpoint });
      await plan();
    });
    expect(await deliveriesTo(endpoint)).toEqual(due(events));
  });

  it('leaves nothing to be delivered to an endpoint that is removed meanwhile', async () => {
    for (let round = 0; round < 10; round += 1) {
      const endpoint = await create();
      await happen(anEvent(owner), anEvent(owner));
      await Promise.all([plan(), endpoints.remove({ ...owner, id: endpoint }), plan()]);
      await plan();
      expect((await deliveriesTo(endpoint)).filter((delivery) => delivery.startsWith('due'))).toEqual([]);
    }
  });

  it('tells an endpoint nothing of another account or mode', async () => {
    const endpoint = await create();
    await happen(anEvent({ ...owner, mode: 'live' }), anEvent(await anOwnerIn(db.database)));
    await plan();
    expect(await deliveriesTo(endpoint)).toEqual([]);
  });
});

describe('an endpoint that is created between events', () => {
  it('gets what happens from then on', async () => {
    await happen(anEvent(owner));
    await plan();
    const endpoint = await create();
    const later = await happen(anEvent(owner), anEvent(owner));
    await plan();
    expect(await deliveriesTo(endpoint)).toEqual(due(later));
  });

  it('gets one row of events without a hole when it is created in the midst of planning', async () => {
    const events: Event[] = [];
    const ids: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      events.push(...(await happen(anEvent(owner), anEvent(owner))));
      const [, id] = await Promise.all([plan(), create(), plan()]);
      ids.push(id);
    }
    events.push(...(await happen(anEvent(owner))));
    await plan();
    for (const id of ids) {
      const got = await deliveriesTo(id);
      expect(got.length).toBeGreaterThan(0);
      expect(got).toEqual(due(events.slice(events.length - got.length)));
    }
  });

  it('is refused where fifty are, and counted neither twice nor when it was removed', async () => {
    const made = await Promise.all(Array.from({ length: 48 }, () => create()));
    const last = await Promise.allSettled([create(), create(), create(), create()]);
    const refusals = last.filter((each) => each.status === 'rejected').map(({ reason }) => reason as unknown);
    await endpoints.remove({ ...owner, id: made[0]! });

    expect(refusals).toMatchObject([{ code: 'state_conflict' }, { code: 'state_conflict' }]);
    await expect(create()).resolves.toBeDefined();
  });

  it('is the same endpoint, with the same secret, when its creation is repeated', async () => {
    const caller: Caller = { ...owner, keyId: newId(), scopes: [] };
    const given = { dto: { url: 'http://127.0.0.1:8099/hooks' }, id: newId() };
    const first = await endpoints.create(caller, given);
    const again = await endpoints.create(caller, given);
    expect(again).toEqual(first);
  });
});
