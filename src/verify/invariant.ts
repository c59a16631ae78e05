import type { SecretBox } from '../common/secret-box.js';
import type { IdKind } from '../common/ids.js';
import type { AppConfig } from '../config/app-config.js';
import type { Sql } from '../database/sql.js';
import type { GatewayRegistry } from '../gateways/gateway-registry.js';

export type Area =
  'money' | 'state' | 'idempotency' | 'inbox' | 'events' | 'mail' | 'work' | 'tenancy' | 'secrets' | 'schema';

/** One row that breaks an invariant. Names it and says nothing about anybody. */
export interface Finding {
  /** null: of no single account. */
  readonly accountId: string | null;
  readonly mode: string | null;
  readonly id: string;
  /** Which of several things is wrong with it; no values that came from outside. */
  readonly detail: string | null;
}

/** What a look for violations has to work with. */
export interface Inspection {
  /** A snapshot in which nothing can be written. */
  readonly sql: Sql;
  /** Only what was changed or written since then; null: everything. */
  readonly since: Date | null;
  readonly config: Pick<AppConfig, 'leaseSeconds' | 'unbookedWarningSeconds' | 'captureWarningSeconds'>;
  readonly box: SecretBox;
  readonly registry: GatewayRegistry;
  /** How many findings are told; all are counted. */
  readonly samples: number;
}

export interface Findings {
  readonly count: number;
  readonly samples: readonly Finding[];
}

/** Something that holds in every committed state of the database, whatever is running, was killed or is late. */
export interface Invariant {
  /** Stable: alerts and runbooks go by it. */
  readonly name: string;
  readonly area: Area;
  /** What holds. */
  readonly rule: string;
  /** What is broken where it does not hold, and what to do. */
  readonly remedy: string;
  /** What a finding's id names; null: something that has no public id. */
  readonly subject: IdKind | null;
  find(inspection: Inspection): Promise<Findings>;
}
