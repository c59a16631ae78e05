import type { Finding, Findings, Inspection } from './invariant.js';

interface Row {
  readonly count: number;
  readonly account_id: string | null;
  readonly mode: string | null;
  readonly id: string;
  readonly detail: string | null;
}

const PARAMETERS: Readonly<Record<string, (inspection: Inspection) => unknown>> = {
  since: ({ since }) => since ?? '-infinity',
  leaseSeconds: ({ config }) => config.leaseSeconds,
  unbookedWarningSeconds: ({ config }) => config.unbookedWarningSeconds,
  captureWarningSeconds: ({ config }) => config.captureWarningSeconds,
};

/**
 * Finds by a query whose rows are the violations: `account_id`, `mode`, `id`, `detail`. In it stand `:since`,
 * `:leaseSeconds` and the like.
 */
export function statement(text: string): (inspection: Inspection) => Promise<Findings> {
  const { numbered, names } = numberParameters(text);
  const counted = `SELECT count(*) OVER () AS count, account_id, mode, id::text AS id, detail
    FROM (${numbered}) AS violation ORDER BY account_id, mode, id LIMIT $${names.length + 1}`;
  return async (inspection) => {
    const values = names.map((name) => PARAMETERS[name]!(inspection));
    const rows = await inspection.sql.query<Row>(counted, [...values, Math.max(1, inspection.samples)]);
    return { count: rows[0]?.count ?? 0, samples: rows.slice(0, inspection.samples).map(findingOf) };
  };
}

function numberParameters(text: string): { numbered: string; names: readonly string[] } {
  const names = [...new Set(Array.from(text.matchAll(/(?<!:):([a-z]\w*)/gi), ([, name]) => name!))];
  const unknown = names.find((name) => !(name in PARAMETERS));
  if (unknown !== undefined) throw new Error(`No invariant knows the parameter :${unknown}`);
  return { numbered: text.replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => `$${names.indexOf(name) + 1}`), names };
}

function findingOf({ account_id: accountId, mode, id, detail }: Row): Finding {
  return { accountId, mode, id, detail };
}
