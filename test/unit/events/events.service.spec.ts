import { Database } from '../../../src/database/database.js';
import { StatementNames } from '../../../src/database/sql.js';
import { EventSequencer } from '../../../src/events/event-sequencer.js';
import type { FeedPage } from '../../../src/events/events.service.js';
import { anEvent, anOwnerIn, type Owner } from '../../support/builders.js';
import { feedOf } from '../../support/feed.readers.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const MANY = 100_000;

let db: TestDataSource;

beforeAll(async () => {
  db = await openTestDatabase();
});

afterAll(() => db.close());

/** An account whose events are of these types, numbered in this order. */
async function anOwnerWith(...types: string[]): Promise<Owner> {
  const owner = await anOwnerIn(db.database);
  await db.database.write({ insert: types.map((type) => anEvent(owner, { type })) });
  await new EventSequencer(db.transactor).number();
  return owner;
}

const shown = ({ events, lastSequence }: FeedPage) => [events.map(({ sequence }) => sequence), lastSequence];

describe('a page of the feed', () => {
  it('shows what comes after a sequence, oldest first, and where it ends', async () => {
    const owner = await anOwnerWith('link.created', 'payment.created', 'payment.pending', 'payment.paid');
    const feed = feedOf(db);
    expect(shown(await feed.page(owner, { after: 0, limit: 3 }))).toEqual([[1, 2, 3], 3]);
    expect(shown(await feed.page(owner, { after: 3, limit: 3 }))).toEqual([[4], 4]);
    expect(shown(await feed.page(owner, { after: 4, limit: 3 }))).toEqual([[], 4]);
  });

  it('shows nothing of an account in which nothing has happened yet', async () => {
    expect(shown(await feedOf(db).page(await anOwnerIn(db.database), { after: 0, limit: 3 }))).toEqual([[], 0]);
  });

  it('refuses a reader that claims to be further than the feed, and nobody who is at its end', async () => {
    const owner = await anOwnerWith('payment.created');
    expect(shown(await feedOf(db).page(owner, { after: 1, limit: 3 }))).toEqual([[], 1]);
    await expect(feedOf(db).page(owner, { after: 2, limit: 3 })).rejects.toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'after', code: 'beyond_end' }],
    });
  });

  it('shows neither what has no number yet nor what other accounts and modes have', async () => {
    const owner = await anOwnerWith('payment.created');
    await anOwnerWith('payment.created', 'payment.created');
    await db.database.write({ insert: [anEvent(owner)] });
    expect(shown(await feedOf(db).page(owner, { after: 0, limit: 10 }))).toEqual([[1], 1]);
    expect(shown(await feedOf(db).page({ ...owner, mode: 'live' }, { after: 0, limit: 10 }))).toEqual([[], 0]);
  });
});

describe('a page of one type', () => {
  it('leads past the other types when it has shown all of its own', async () => {
    const owner = await anOwnerWith('payment.created', 'payment.paid', 'link.created', 'link.created');
    const page = await feedOf(db).page(owner, { after: 0, limit: 10, type: 'payment.paid' });
    expect(shown(page)).toEqual([[2], 4]);
  });

  it('ends at its last event when it is full, since more of its type may follow', async () => {
    const owner = await anOwnerWith('payment.paid', 'link.created', 'payment.paid', 'link.created');
    const feed = feedOf(db);
    expect(shown(await feed.page(owner, { after: 0, limit: 1, type: 'payment.paid' }))).toEqual([[1], 1]);
    expect(shown(await feed.page(owner, { after: 1, limit: 1, type: 'payment.paid' }))).toEqual([[3], 3]);
    expect(shown(await feed.page(owner, { after: 3, limit: 1, type: 'payment.paid' }))).toEqual([[], 4]);
  });
});

describe(`among ${MANY} events`, () => {
  let owner: Owner;

  beforeAll(async () => {
    owner = await anOwnerIn(db.database);
    // One in a thousand is settled, one in three a link.
    await db.database.query(
      `INSERT INTO events (account_id, mode, id, sequence, type, data, created_at)
       SELECT $1, $2, gen_random_uuid(), n,
         CASE WHEN n % 1000 = 0 THEN 'payment.settled' WHEN n % 3 = 0 THEN 'link.created' ELSE 'payment.updated' END, '{}', now()
       FROM generate_series(1, $3::int) n`,
      [owner.accountId, owner.mode, MANY],
    );
    await db.database.query('INSERT INTO event_counters (account_id, mode, last_sequence) VALUES ($1, $2, $3)', [
      owner.accountId,
      owner.mode,
      MANY,
    ]);
    await db.database.query('ANALYZE events');
  }, 60_000);

  it.each([
    { asks: 'from the beginning', after: 0, type: undefined, index: 'events_sequence' },
    { asks: 'near the end', after: MANY - 10, type: undefined, index: 'events_sequence' },
    { asks: 'for a rare type', after: 500, type: 'payment.settled', index: 'events_of_type' },
    { asks: 'for a frequent type', after: 50_000, type: 'payment.updated', index: 'events_of_type' },
    { asks: 'for a type that never came', after: 0, type: 'payment.failed', index: 'events_of_type' },
  ])('a reader that asks $asks is answered by one statement, from $index alone', async ({ after, type, index }) => {
    const database = new RecordingDatabase(db.dataSource, new StatementNames());
    const { events } = await feedOf({ ...db, database }).page(owner, { after, limit: 25, type });
    const [statement, ...others] = database.statements;
    const plan = await genericPlanOf(statement!);

    expect(others).toEqual([]);
    expect(plan.indexes.filter((name) => name.startsWith('events_'))).toEqual([index]);
    expect(plan.rowsRead).toBe(events.length);
  });
});

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

class RecordingDatabase extends Database {
  readonly statements: Statement[] = [];

  override query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.statements.push({ text, values });
    return super.query<Row>(text, values);
  }
}

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How the statement runs once it is planned for all values alike, as a prepared statement is in the end. */
function genericPlanOf({ text, values }: Statement): Promise<{ indexes: string[]; rowsRead: number }> {
  return db.transactor.run(async (tx) => {
    await tx.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await tx.query(`PREPARE feed AS ${text}`);
    const given = values.map((value) => (typeof value === 'number' ? String(value) : `'${String(value)}'`)).join(', ');
    const [row] = await tx.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE feed (${given})`,
    );
    await tx.query('DEALLOCATE feed');
    const nodes = flat(row!['QUERY PLAN'][0].Plan);
    const ofEvents = nodes.filter((node) => node['Relation Name'] === 'events');
    return {
      indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
      rowsRead: ofEvents.reduce((sum, node) => sum + node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0), 0),
    };
  });
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}
