import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

const GUARDS = [
  'payments_guard',
  'checkouts_guard',
  'events_guard',
  'received_webhooks_guard',
  'refunds_guard_new',
  'refunds_guard',
];

/** What the other rules rest on while nobody verifies them. */
export const SCHEMA_INVARIANTS: readonly Invariant[] = [
  {
    name: 'guards-are-in-place',
    area: 'schema',
    rule: 'The triggers that refuse wrong changes are there and switched on, and every constraint and unique index is valid.',
    remedy:
      'Mistakes are not refused any more. Switch the trigger on (ALTER TABLE … ENABLE TRIGGER ALL), VALIDATE the constraint, REINDEX the index; a restore that was broken off leaves this behind.',
    subject: null,
    find: statement(`
      WITH tables AS (
        SELECT oid, relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p'))
      SELECT NULL::uuid AS account_id, NULL AS mode, name AS id, detail FROM (
        SELECT name, 'missing' AS detail FROM unnest('{${GUARDS.join(',')}}'::text[]) AS name
        WHERE NOT EXISTS (SELECT FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid WHERE g.tgname = name)
        UNION ALL
        SELECT t.relname || '.' || g.tgname, 'switched off' FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid
        WHERE g.tgenabled NOT IN ('O', 'A')
        UNION ALL
        SELECT c.conname, 'not validated' FROM pg_constraint c JOIN tables t ON t.oid = c.conrelid WHERE NOT c.convalidated
        UNION ALL
        SELECT i.indexrelid::regclass::text, 'not valid' FROM pg_index i JOIN tables t ON t.oid = i.indrelid
        WHERE NOT (i.indisvalid AND i.indisready)
      ) broken`),
  },
];
