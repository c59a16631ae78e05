import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { OutboundGuard, OutboundMode } from './outbound-guard.js';
import { isSameAddress } from './outbound-guard.address.js';
import { OutboundFailure, UrlNotAllowed, withCode } from './outbound-guard.failure.js';

export interface GuardedConnectorOptions {
  readonly guard: OutboundGuard;
  readonly mode: OutboundMode;
  /** For the TCP connection, and again for the TLS handshake. */
  readonly timeoutMs: number;
  /** Certificates (PEM) trusted instead of the well-known authorities. */
  readonly ca?: string | undefined;
  readonly dial?: (options: { host: string; port: number; lookup: LookupFunction }) => Socket;
}

/**
 * An undici connector that resolves once, connects to nothing but the addresses it has judged, and looks at the peer
 * before the first byte (for TLS: before the ClientHello) leaves. Fails with OutboundFailure.
 */
export function guardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { timeoutMs, ca } = options;
  // Said aloud because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch verification off.
  const upgrade = buildConnector({ timeout: timeoutMs, minVersion: 'TLSv1.2', rejectUnauthorized: true, ca });
  return (wanted, callback) => {
    openSocket(wanted, options)
      .then((socket) => (wanted.protocol === 'https:' ? secure(upgrade, { ...wanted, httpSocket: socket }) : socket))
      .then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
  };
}

async function openSocket(wanted: buildConnector.Options, options: GuardedConnectorOptions): Promise<Socket> {
  const { guard, mode, timeoutMs, dial = connect } = options;
  const protocol = wanted.protocol === 'https:' ? 'https:' : 'http:';
  const host = wanted.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = await guard.resolve({ hostname: host, protocol, mode });

  const port = Number(wanted.port) || (protocol === 'https:' ? 443 : 80);
  const socket = dial({ host, port, lookup: answerWith(addresses) });
  // Between here and undici's own listener a reset would have no handler and end the process.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
    checkPeer(socket, addresses);
    return socket.setNoDelay(true);
  } catch (error) {
    socket.destroy();
    throw error instanceof OutboundFailure ? error : new OutboundFailure('connect', withCode('No connection', error));
  }
}

/** Hands out the judged addresses instead of asking DNS a second time, when the answer may have changed. */
function answerWith(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, { all }, callback) => {
    if (all) callback(null, answers);
    else callback(null, answers[0]?.address ?? '', answers[0]?.family);
  };
}

function checkPeer({ remoteAddress }: Socket, addresses: readonly string[]): void {
  if (remoteAddress === undefined) throw new OutboundFailure('reset', 'The connection was closed at once.');
  if (addresses.some((address) => isSameAddress(address, remoteAddress))) return;
  throw new UrlNotAllowed('The connection led to another address than the host name has.');
}

function secure(upgrade: buildConnector.connector, options: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    upgrade(options, (...[error, socket]) => {
      if (error === null) return resolve(socket);
      options.httpSocket?.destroy();
      reject(new OutboundFailure('tls', withCode('No secure connection', error)));
    });
  });
}
