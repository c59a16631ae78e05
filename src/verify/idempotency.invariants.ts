import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

/** A key is the caller's own text, so it is named by the id under which its work is stored. */
export const IDEMPOTENCY_INVARIANTS: readonly Invariant[] = [
  {
    name: 'one-resource-per-key',
    area: 'idempotency',
    rule: 'Each idempotency key has a resource of its own.',
    remedy:
      'Two requests count as one: the second was answered with what the first made. Compare the two keys of this resource_id; the ERP repeats the later request under a new key.',
    subject: null,
    find: statement(`
      SELECT account_id, mode, resource_id AS id, count(*) || ' keys' AS detail FROM idempotency_keys
      GROUP BY account_id, mode, resource_id HAVING count(*) > 1`),
  },
  {
    name: 'answers-are-whole',
    area: 'idempotency',
    rule: 'A kept answer has its status, type and body, and its key is not held any more.',
    remedy:
      'A repeated request cannot be answered as it was. Delete the key, after you have seen that its resource_id exists or does not; the ERP asks with GET.',
    subject: null,
    find: statement(`
      SELECT account_id, mode, resource_id AS id,
        CASE WHEN leased_until IS NULL THEN 'a part is missing' ELSE 'answered and still held' END AS detail
      FROM idempotency_keys
      WHERE created_at >= :since AND (num_nulls(answer_status, answer_type, answer_body) NOT IN (0, 3)
        OR (answer_status IS NOT NULL AND leased_until IS NOT NULL))`),
  },
  {
    name: 'keys-are-not-held',
    area: 'idempotency',
    rule: 'No key is held for longer than a lease: after that, a retry may take it over.',
    remedy:
      'Retries of this request are refused as still running. Set leased_until of the key to null; check that every process has the same LEASE_SECONDS and the database’s clock was not set back.',
    subject: null,
    find: statement(`
      SELECT account_id, mode, resource_id AS id, NULL AS detail FROM idempotency_keys
      WHERE answer_status IS NULL AND leased_until > now() + make_interval(secs => :leaseSeconds + 1)`),
  },
];
