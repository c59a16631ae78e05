/** SQLSTATE or Node's error code behind an error from `pg` or TypeORM, if there is one. */
export function databaseErrorCode(error: unknown): string | undefined {
  for (let inner = error; inner instanceof Error; inner = (inner as { driverError?: unknown }).driverError) {
    const { code } = inner as { code?: unknown };
    if (typeof code === 'string') return code;
    if (!('driverError' in inner)) return undefined;
  }
  return undefined;
}

/** The unique or check constraint that refused the statement, if that is what happened. */
export function violatedConstraint(error: unknown): string | undefined {
  const { constraint } = (driverErrorOf(error) ?? {}) as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : undefined;
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
// pg reports these without a code.
const CONNECTION_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end)/;

/** Our own patience ended: there was no answer within `query_timeout`, and the statement still stands on its connection. */
export function isDatabaseSilent(error: unknown): boolean {
  const inner = driverErrorOf(error);
  return inner instanceof Error && inner.message === 'Query read timeout';
}

/** The database cannot be reached or is shutting down, starting or full: whoever asked should come back in a moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = databaseErrorCode(error);
  if (code !== undefined) {
    // 08: connection; 53: out of memory, disk, connections; 57P01–03: shutting down or starting; 55P03, 57014: lock or statement timeout.
    return CONNECTION_CODES.has(code) || /^(08|53)/.test(code) || /^(57P0[1-3]|55P03|57014|25P03|25006)$/.test(code);
  }
  return error instanceof Error && CONNECTION_MESSAGES.test(error.message);
}

/** What `pg` threw, whether TypeORM has wrapped it or not. */
function driverErrorOf(error: unknown): unknown {
  return error instanceof Error && 'driverError' in error ? error.driverError : error;
}
