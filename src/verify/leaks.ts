import { parseKey } from '../accounts/key-format.js';
import { holdsPrintedCardNumber } from '../common/card-number.js';
import { batches, type OwnedValue } from './batches.js';
import { FindingsBuilder } from './findings.builder.js';
import type { Findings, Inspection } from './invariant.js';

interface Text extends OwnedValue {
  readonly text: string;
}

interface Place {
  readonly table: string;
  readonly text: string;
  readonly at: string;
}

/** What is written by us for others to read, or by others for us. */
const PLACES: readonly Place[] = [
  { table: 'events', text: `concat('[', data, ',', coalesce(previous::text, 'null'), ']')`, at: 'created_at' },
  { table: 'looks', text: 'detail', at: 'last_at' },
  { table: 'checkouts', text: 'failure::text', at: 'created_at' },
  { table: 'refunds', text: 'failure::text', at: 'updated_at' },
  { table: 'notifications', text: 'error', at: 'created_at' },
  { table: 'connections', text: 'verification::text', at: 'updated_at' },
];

/** Cheap, and met by hardly any text (a phone's number begins with a plus): only what it meets is looked at closely. */
const SUSPICIOUS = String.raw`dln_(?:sandbox|live)_|whsec_|sk_(?:sandbox|prod|test)_|/l/[A-Za-z0-9_-]{32}|v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9+/]{38}|(?:^|[^+0-9])[0-9]{12}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4}`;

const SECRETS: Readonly<Record<string, RegExp>> = {
  'signing secret': /whsec_[A-Za-z0-9+/=]{24,}/,
  'key of a provider': /sk_(?:sandbox|prod|test)_[A-Za-z0-9_-]{8,}/,
  'payer’s link': /\/l\/[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])/,
  'sealed value': /\bv1\.[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9+/]{38,}/,
};

export async function findLeaks({ sql, since, samples }: Inspection): Promise<Findings> {
  const findings = new FindingsBuilder(samples);
  for (const { table, text, at } of PLACES) {
    const suspects = batches<Text>(sql, {
      table,
      select: `${text} AS text`,
      where: `${at} >= $1 AND ${text} ~ $2`,
      values: [since ?? '-infinity', SUSPICIOUS],
    });
    for await (const rows of suspects) {
      for (const row of rows) {
        const leak = leakIn(row.text);
        if (leak !== null) findings.add(row, `${leak} in ${table}`);
      }
    }
  }
  return findings.build();
}

function leakIn(text: string): string | null {
  const keys = text.match(/dln_(?:sandbox|live)_[0-9A-Za-z]+/g) ?? [];
  if (keys.some((key) => parseKey(key) !== undefined)) return 'API key';
  const [secret] = Object.entries(SECRETS).find(([, pattern]) => pattern.test(text)) ?? [];
  if (secret !== undefined) return secret;
  return textsOf(text).some(holdsPrintedCardNumber) ? 'card number' : null;
}

/** The texts of a JSON document one by one, since digits add up to a card's number only within one; or the text itself. */
function textsOf(text: string): string[] {
  try {
    return textsIn(JSON.parse(text));
  } catch {
    return [text];
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  // A bank's reference is digits, and no card's.
  return Object.entries(value).flatMap(([name, part]) => (name === 'settlement' ? [] : textsIn(part)));
}
