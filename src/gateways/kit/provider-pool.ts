import { buildConnector, Pool } from 'undici';

/** 1 MiB: far above any honest answer, far below what would hurt. */
const MAX_RESPONSE_BYTES = 1_048_576;

/** The request surely never left: name lookup, TCP or TLS failed, or took too long. `code` is Node's or undici's. */
export class NeverConnected extends Error {
  override readonly name = 'NeverConnected';

  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Keep-alive connections to one origin. Connecting gets at most half of a call's time, so that a host that swallows
 * packets ends in `NeverConnected` before the call's deadline would make the outcome uncertain.
 */
export function openProviderPool({ baseUrl, timeoutMs }: { baseUrl: string; timeoutMs: number }): Pool {
  // What the environment says of TLS does not count: an account's key at its provider travels here.
  const connect = buildConnector({
    timeout: Math.ceil(timeoutMs / 2),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
  return new Pool(new URL(baseUrl).origin, {
    // Tagged at the connector, because ECONNRESET alone does not tell a broken handshake from a lost answer.
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error) callback(new NeverConnected(codeOf(error)), null);
        else callback(null, socket);
      }),
    // One deadline governs the whole call: undici's own timers restart with every byte of a slow drip.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
}

/** An error's code for people, never its message: messages quote addresses and, at times, requests. */
export function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return [code, name].find((text) => typeof text === 'string') ?? 'unknown';
}
