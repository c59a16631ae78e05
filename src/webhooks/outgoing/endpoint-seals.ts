import type { SecretBox } from '../../common/secret-box.js';
import type { RowKey } from '../../database/owned-row.js';
import type { Endpoint } from './endpoint.entity.js';

/** One signing secret of an endpoint. */
export interface EndpointSecret {
  readonly secret: string;
  /** null: the current one; else the end of its overlap. */
  readonly until: string | null;
  /** Of the request that asked for it: repeated after a crash, it finds its secret here and makes no second one. */
  readonly requestId?: string;
}

/** An endpoint's signing secrets, newest first, on their way into the row and out of it. */
export class EndpointSeals {
  constructor(private readonly box: SecretBox) {}

  seal(key: RowKey, secrets: readonly EndpointSecret[]): string {
    return this.box.seal(JSON.stringify(secrets), placeOf(key));
  }

  open(endpoint: Endpoint): EndpointSecret[] {
    return JSON.parse(this.box.open(endpoint.secrets, placeOf(endpoint))) as EndpointSecret[];
  }
}

/** Those that sign now. */
export function secretsAlive(secrets: readonly EndpointSecret[], now: Date): EndpointSecret[] {
  return secrets.filter(({ until }) => until === null || now < new Date(until));
}

/**
 * The fresh secret before the former ones, which end with the overlap or, where an earlier rotation set an earlier end,
 * with that. Those that have ended are gone: an overlap of nothing leaves the fresh one alone, as a leak demands.
 */
export function rotatedSecrets(
  stored: readonly EndpointSecret[],
  { fresh, now, overlapUntil }: { fresh: EndpointSecret; now: Date; overlapUntil: Date },
): EndpointSecret[] {
  const former = stored.map((old) => {
    const ownEnd = old.until === null ? overlapUntil : new Date(old.until);
    return { ...old, until: (ownEnd < overlapUntil ? ownEnd : overlapUntil).toISOString() };
  });
  return [fresh, ...secretsAlive(former, now)];
}

function placeOf(key: RowKey) {
  return { table: 'endpoints', column: 'secrets', accountId: key.accountId, mode: key.mode, rowId: key.id };
}
