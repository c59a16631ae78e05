import type { Findings, Inspection, Invariant } from './invariant.js';
import { statement } from './statement.js';

interface Reference {
  readonly name: string;
  readonly child: string;
  readonly parent: string;
  readonly child_columns: readonly string[];
  readonly parent_columns: readonly string[];
  readonly has_mode: boolean;
  readonly is_dated: boolean;
}

/** References that no foreign key keeps, since an event outlives what it is about. */
const KEPT_BY_NOBODY: readonly Reference[] = [
  ['events', 'payment_id', 'payments'],
  ['events', 'endpoint_id', 'endpoints'],
].map(([child, column, parent]) => ({
  name: `${child}.${column}`,
  child: child!,
  parent: parent!,
  child_columns: ['account_id', 'mode', column!],
  parent_columns: ['account_id', 'mode', 'id'],
  has_mode: true,
  is_dated: true,
}));

const FOREIGN_KEYS = `
  SELECT c.conname AS name, c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
    ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY place) AS child_columns,
    ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place)
      JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY place) AS parent_columns,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'mode') AS has_mode,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'created_at') AS is_dated
  FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY c.conname`;

export const TENANCY_INVARIANTS: readonly Invariant[] = [
  {
    name: 'keys-carry-account-and-mode',
    area: 'tenancy',
    rule: 'Every reference between rows that belong to somebody carries account and mode.',
    remedy:
      'Rows of different accounts, or of sandbox and live, may be mixed up from now on. The schema was changed by hand: put the foreign key back as the migrations make it.',
    subject: null,
    find: statement(`
      WITH owned AS (
        SELECT attrelid FROM pg_attribute WHERE attname IN ('account_id', 'mode') AND NOT attisdropped
        GROUP BY attrelid HAVING count(*) = 2)
      SELECT NULL::uuid AS account_id, NULL AS mode, conname AS id, NULL AS detail
      FROM pg_constraint c JOIN owned child ON child.attrelid = c.conrelid JOIN owned parent ON parent.attrelid = c.confrelid
      WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace AND (
        SELECT count(*) FROM pg_attribute a
        WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname IN ('account_id', 'mode')) < 2`),
  },
  {
    name: 'references-stay-with-their-owner',
    area: 'tenancy',
    rule: 'What a row refers to is there, in the same account and mode: no sandbox row names a live connection.',
    remedy:
      'Of another owner: two accounts, or sandbox and live, are mixed up; stop the processes before more is, and find who wrote past the foreign keys. Of nobody: a row is lost that others rest on; restore it from a backup.',
    subject: null,
    find: findLostReferences,
  },
];

async function findLostReferences(inspection: Inspection): Promise<Findings> {
  const foreignKeys = await inspection.sql.query<Reference>(FOREIGN_KEYS);
  const found: Findings[] = [];
  for (const reference of [...foreignKeys, ...KEPT_BY_NOBODY]) {
    found.push(await statement(lostText(reference))(inspection));
  }
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    samples: found.flatMap(({ samples }) => samples).slice(0, inspection.samples),
  };
}

/** Whose rows refer to something that is not there, or only under another account or mode. */
function lostText(reference: Reference): string {
  const { name, child, parent, child_columns: from, parent_columns: to } = reference;
  const target = from.at(-1)!;
  const isSame = to.map((column, index) => `p.${column} = c.${from[index]}`).join(' AND ');
  // OFFSET 0: the other owners are asked only about what is lost, not all of them about everything.
  return `SELECT account_id, mode, id,
      '${name} of ' || CASE WHEN EXISTS (SELECT FROM ${parent} p WHERE p.${to.at(-1)} = lost.id) THEN 'another owner' ELSE 'nobody' END AS detail
    FROM (
      SELECT c.account_id, ${reference.has_mode ? 'c.mode' : 'NULL AS mode'}, c.${target} AS id FROM ${child} c
      WHERE c.${target} IS NOT NULL ${reference.is_dated ? 'AND c.created_at >= :since' : ''}
        AND NOT EXISTS (SELECT FROM ${parent} p WHERE ${isSame}) OFFSET 0) lost`;
}
