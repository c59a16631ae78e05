import { loadConfig } from '../../../src/config/app-config.js';
import { Waker } from '../../../src/database/waker.js';
import { EventLog } from '../../../src/events/event-log.js';
import { EndpointHealth } from '../../../src/webhooks/outgoing/endpoint-health.js';
import { Endpoint } from '../../../src/webhooks/outgoing/endpoint.entity.js';
import { anEndpoint, anOwnerIn } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;

beforeAll(async () => {
  db = await openTestDatabase();
});

afterAll(() => db.close());

it('an endpoint is judged while deliveries to it are being made: the notes of all others would wait along', async () => {
  const { database, transactor, dataSource } = db;
  const eventLog = new EventLog(new Waker(database, dataSource));
  const clock = new FakeClock();
  const health = new EndpointHealth(transactor, eventLog, new RecordingLogger(), clock, loadConfig({}, false));
  const endpoint = anEndpoint(await anOwnerIn(database));
  await database.write({ insert: [endpoint] });
  const watched = await database.select(Endpoint, 'WHERE id = $1', [endpoint.id]);
  await transactor.run(async (tx) => {
    await tx.query('SELECT FROM endpoints WHERE id = $1 FOR KEY SHARE', [endpoint.id]);
    await health.heed(watched, [{ endpointId: endpoint.id, attempt: { outcome: 'failed' }, at: clock.now() }]);
  });

  const [judged] = await database.select(Endpoint, 'WHERE id = $1', [endpoint.id]);
  expect(judged!.failingSince).toEqual(clock.now());
}, 20_000);
