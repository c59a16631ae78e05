import type { Caller } from '../../../src/accounts/caller.js';
import { DEFAULT_ACCOUNT_ID } from '../../../src/accounts/installation.js';
import { Database } from '../../../src/database/database.js';
import { StatementNames } from '../../../src/database/sql.js';
import { PaymentsReport, type ReportInstant } from '../../../src/reports/payments-report.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const CALLER: Caller = { accountId: DEFAULT_ACCOUNT_ID, mode: 'sandbox', keyId: '', scopes: [] };
const SPRING = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-06-01T00:00:00Z') };

class RecordingDatabase extends Database {
  readonly statements: { text: string; values: readonly unknown[] }[] = [];

  override query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.statements.push({ text, values });
    return super.query<Row>(text, values);
  }
}

let db: TestDataSource;

beforeAll(async () => {
  db = await openTestDatabase();
  await db.database.run(
    `INSERT INTO accounts (id, name, locale, time_zone, reminder_window, receipts, created_at)
     VALUES ($1, 'Sample School', 'en', 'UTC', '{}', false, now())`,
    [DEFAULT_ACCOUNT_ID],
  );
  // An hour apart, so that spring is a small part of them; every third is paid a day later.
  await db.database.run(
    `INSERT INTO payments (account_id, mode, id, reference, amount, currency, amount_paid, amount_refunded, status, customer,
       items, capture, connection_pinned, metadata, content_hashes, version, created_at, updated_at, paid_at)
     SELECT $1, 'sandbox', gen_random_uuid(), 'INV-' || n, 1050, 'GBP', 0, 0, 'open',
       '{"name": null, "email": null, "phone": null, "externalId": null}', '[]', 'automatic', false, '{}', '{}', 1, at, at,
       CASE WHEN n % 3 = 0 THEN at + interval '1 day' END
     FROM (SELECT n, timestamptz '2025-01-01Z' + n * interval '1 hour' AS at FROM generate_series(1, 20000) n) made`,
    [DEFAULT_ACCOUNT_ID],
  );
  await db.database.run('ANALYZE');
});

afterAll(() => db.close());

async function read(by: ReportInstant, database = db.database): Promise<string[]> {
  const lines: string[] = [];
  for await (const text of new PaymentsReport(database).lines(CALLER, { ...SPRING, by })) {
    lines.push(...text.trimEnd().split('\r\n'));
  }
  return lines.slice(1);
}

describe('the batches of a report', () => {
  it.each([
    ['created', 92 * 24],
    ['paid', (92 * 24) / 3],
  ] as const)('by %s hold each payment of the period once', async (by, count) => {
    const lines = await read(by);

    expect(lines).toHaveLength(count);
    expect(new Set(lines).size).toBe(count);
  });

  it('go on behind payments of the very same instant', async () => {
    const shared = `UPDATE payments SET paid_at = '2026-04-01T00:00:00Z', version = version + 1
      WHERE paid_at >= $1 AND paid_at < $2`;
    await db.database.run(shared, [SPRING.from, SPRING.to]);
    const lines = await read('paid');

    expect(new Set(lines).size).toBe((92 * 24) / 3);
  });

  it.each([
    ['created', 'payments_newest'],
    ['paid', 'payments_paid_at'],
  ] as const)('by %s are read through an index', async (by, index) => {
    const database = new RecordingDatabase(db.dataSource, new StatementNames());
    await read(by, database);
    const { text, values } = database.statements[0]!;
    const [row] = await db.transactor.run(async (tx) => {
      await tx.query('SET LOCAL plan_cache_mode = force_generic_plan');
      await tx.query(`PREPARE report_${by} AS ${text}`);
      const given = values
        .map((value) =>
          typeof value === 'number' ? value : `'${value instanceof Date ? value.toISOString() : String(value)}'`,
        )
        .join(', ');
      return tx.query<{ 'QUERY PLAN': object }>(`EXPLAIN (FORMAT JSON) EXECUTE report_${by} (${given})`);
    });
    const plan = JSON.stringify(row);

    expect(plan).toContain(`"Index Name":"${index}"`);
    expect(plan).not.toContain('"Seq Scan","Parallel Aware":false,"Async Capable":false,"Relation Name":"payments"');
  });
});
