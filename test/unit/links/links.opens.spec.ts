import { newId } from '../../../src/common/ids.js';
import type { AppConfig } from '../../../src/config/app-config.js';
import type { Secrets } from '../../../src/config/secrets.js';
import type { Waker } from '../../../src/database/waker.js';
import { EventLog } from '../../../src/events/event-log.js';
import { Link } from '../../../src/links/link.entity.js';
import { LinksRepository } from '../../../src/links/links.repository.js';
import { aLink, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let owner: Owner;
let clock: FakeClock;
let links: LinksRepository;

beforeAll(async () => {
  db = await openTestDatabase();
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
  clock = new FakeClock();
  const eventLog = new EventLog({ wake: () => undefined } as unknown as Waker);
  const nothing = undefined as unknown as Secrets & AppConfig;
  links = new LinksRepository(db.database, db.transactor, eventLog, nothing, nothing, clock);
});

afterAll(() => db.close());

async function stored(): Promise<Link> {
  const payment = aPayment().in(owner).build();
  const link = aLink(payment);
  await db.database.write({ insert: [payment, link] });
  return link;
}

/** A mail with the link that was accepted at the clock's now. */
function mailed({ accountId, mode, id }: Link): Promise<number> {
  return db.database.run(
    `INSERT INTO notifications (account_id, mode, id, link_id, kind, recipient, locale, status, attempts, fence, sent_at, created_at)
     VALUES ($1, $2, $3, $4, 'link', 'payer@example.com', 'en', 'sent', 1, 1, $5, $5)`,
    [accountId, mode, newId(), id, clock.now()],
  );
}

async function reread({ id }: Link): Promise<Link> {
  return (await db.database.select(Link, 'WHERE id = $1', [id]))[0]!;
}

async function eventTypes(): Promise<string[]> {
  const rows = await db.database.query<{ type: string }>('SELECT type FROM events WHERE account_id = $1', [
    owner.accountId,
  ]);
  return rows.map(({ type }) => type);
}

describe('the opens of a link', () => {
  it('tell of the first person once, however many come at the same moment', async () => {
    const link = await stored();
    await Promise.all(Array.from({ length: 8 }, () => links.countOpen(link, 'person')));
    await links.countOpen(await reread(link), 'person');

    expect(await reread(link)).toMatchObject({ opensByPeople: 9, opensByScanners: 0, firstOpenedAt: clock.now() });
    expect(await eventTypes()).toEqual(['link.opened']);
  });

  it('count scanners apart and tell nobody of them', async () => {
    const link = await stored();
    await links.countOpen(link, 'scanner');

    expect(await reread(link)).toMatchObject({ opensByPeople: 0, opensByScanners: 1, firstOpenedAt: null });
    expect(await eventTypes()).toEqual([]);
  });

  it('take whatever comes within seconds of a mail for the recipient’s mail server', async () => {
    const link = await stored();
    await mailed(link);
    clock.advance(4);
    await links.countOpen(link, 'person');
    clock.advance(2);
    await links.countOpen(link, 'person');

    expect(await reread(link)).toMatchObject({ opensByPeople: 1, opensByScanners: 1, firstOpenedAt: clock.now() });
    expect(await eventTypes()).toEqual(['link.opened']);
  });

  it('keep the first and the last', async () => {
    const link = await stored();
    await links.countOpen(link, 'person');
    const first = clock.now();
    clock.advance(60);
    await links.countOpen(await reread(link), 'person');

    expect(await reread(link)).toMatchObject({ firstOpenedAt: first, lastOpenedAt: clock.now() });
  });
});
