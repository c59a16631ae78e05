import type { Server } from 'node:http';

interface Patience {
  readonly headersMs: number;
  /** For the whole request, headers included; not for its answer, which may be held open. */
  readonly requestMs: number;
  readonly checkMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, checkMs: 2000 };

/**
 * Hangs up on whoever sends a request too slowly (408). Node's own limits are a minute for the headers and five for the
 * request, looked at twice a minute: a few thousand connections that drip would be held for all of it. To be called before
 * the server says that it listens.
 */
export function refuseSlowSenders(server: Server, { headersMs, requestMs, checkMs }: Patience = PATIENCE): void {
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  // Read when the server begins to listen; the framework makes the server, and passes no options to it.
  Object.assign(server, { connectionsCheckingInterval: checkMs });
}
