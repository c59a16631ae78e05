import { SEALED_COLUMNS, sealedColumnName } from '../cli/sealed-columns.js';
import { SealedReader } from '../cli/sealed-reader.js';
import { sha256 } from '../common/crypto.js';
import { FindingsBuilder } from './findings.builder.js';
import type { Findings, Inspection, Invariant } from './invariant.js';
import { findLeaks } from './leaks.js';

/** Where a token is sealed, and the column by whose hash its URL is found. */
const HASHES: Readonly<Record<string, string>> = {
  'links.token': 'token_hash',
  'connections.webhook_token': 'webhook_token_hash',
};

export const SECRETS_INVARIANTS: readonly Invariant[] = [
  {
    name: 'secrets-can-be-opened',
    area: 'secrets',
    rule: 'Every sealed value opens with the key ring, at its own place.',
    remedy:
      'Links, credentials or signing secrets are unreadable. Put the key that sealed them back into SECRET_KEYS (secrets check counts by key); what was altered must be restored, or made anew.',
    subject: null,
    find: findUnreadable,
  },
  {
    name: 'tokens-are-found-by-their-hash',
    area: 'secrets',
    rule: 'A link’s and a webhook’s URL lead to the row that shows them.',
    remedy:
      'Payers or a provider are led nowhere, or to somebody else’s page. Cancel the link and make another; verify the connection anew.',
    subject: null,
    find: findMisled,
  },
  {
    name: 'records-hold-no-secrets',
    area: 'secrets',
    rule: 'No API key, secret, payer’s link or card number stands in events and errors.',
    remedy:
      'Whoever reads events or errors can read it. Renew the key or secret now; have a card number erased with its payment’s personal data; then find what wrote it there.',
    subject: null,
    find: findLeaks,
  },
];

async function findUnreadable({ sql, box, samples }: Inspection): Promise<Findings> {
  const reader = new SealedReader(sql, box);
  const findings = new FindingsBuilder(samples);
  for (const column of SEALED_COLUMNS) {
    for await (const batch of reader.batches(column)) {
      for (const value of batch) {
        if (reader.open(column, value) === undefined) findings.add(rowOf(value.key), sealedColumnName(column));
      }
    }
  }
  return findings.build();
}

async function findMisled({ sql, box, samples }: Inspection): Promise<Findings> {
  const reader = new SealedReader(sql, box);
  const findings = new FindingsBuilder(samples);
  for (const column of SEALED_COLUMNS) {
    const hash = HASHES[sealedColumnName(column)];
    if (hash === undefined) continue;
    for await (const batch of reader.batches(column)) {
      const opened = batch.flatMap((value) => {
        const token = reader.open(column, value);
        return token === undefined ? [] : [{ value, hash: sha256(token) }];
      });
      const [accountIds, modes, ids] = [0, 1, 2].map((part) => opened.map(({ value }) => value.key[part]));
      const found = await sql.query<{ place: number }>(
        `SELECT place::integer FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bytea[]) WITH ORDINALITY AS o (account_id, mode, id, hash, place)
         JOIN ${column.table} t USING (account_id, mode, id) WHERE t.${hash} <> o.hash`,
        [accountIds, modes, ids, opened.map((token) => token.hash)],
      );
      for (const { place } of found) findings.add(rowOf(opened[place - 1]!.value.key), sealedColumnName(column));
    }
  }
  return findings.build();
}

function rowOf(key: readonly string[]) {
  // An idempotency key is the caller's own text: its route is told, and not the key.
  const [first, mode, third] = key;
  return key.length === 1
    ? { account_id: null, mode: null, id: first! }
    : { account_id: first!, mode: mode!, id: third! };
}
