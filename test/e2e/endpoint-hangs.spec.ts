import { jest } from '@jest/globals';
import { DunlinWorld } from '../support/dunlin.world.js';
import { writeEvents } from '../support/event-writers.js';
import { ManyReceivers } from '../support/many.receivers.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const EVENTS = 300;
const WORKING = Array.from({ length: 9 }, (_, index) => `/endpoint-${index}`);

let world: DunlinWorld;
let receivers: ManyReceivers;

beforeAll(async () => {
  [world, receivers] = await Promise.all([DunlinWorld.create(), ManyReceivers.start()]);
  // So long that whatever waited for the hanging endpoint would come too late for this test.
  await world.start({ DELIVERY_TIMEOUT_MS: '60000', LEASE_SECONDS: '30' });
  for (const path of ['/hangs', ...WORKING])
    await world.api.make('/v1/webhook-endpoints', { url: `${receivers.url}${path}` });
});

afterAll(async () => {
  await receivers.close();
  await world.close();
});

it('an endpoint that never answers delays no other', async () => {
  await writeEvents(world.database.url, { events: EVENTS, writers: 4, perSecond: 200 });
  await patiently(() => (WORKING.every((path) => receivers.distinct(path) === EVENTS) ? true : undefined), 30_000);
  expect(WORKING.map((path) => receivers.total(path))).toEqual(WORKING.map(() => EVENTS));
  // Its first requests are all that it ever got: it holds its own slots, and nobody else's.
  expect(receivers.held).toBe(16);
});
