import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { SelfSigned } from './self-signed.certificate.js';

/** A server on loopback that notices every touch: connections as well as requests. */
export interface Canary {
  readonly port: number;
  /** Connections and requests seen so far. */
  readonly hits: { connections: number; requests: number };
  /** The local address each connection came in on. */
  readonly reachedAt: string[];
  /** Resolves once every connection made so far has ended. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export async function startCanary(
  listener: RequestListener,
  tls?: SelfSigned & { maxVersion?: 'TLSv1.1' },
): Promise<Canary> {
  const hits = { connections: 0, requests: 0 };
  const reachedAt: string[] = [];
  const ended: Promise<void>[] = [];
  const sockets = new Set<{ destroy(): unknown }>();
  const counted: RequestListener = (request, response) => {
    hits.requests += 1;
    listener(request, response);
  };
  const insecure = { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' };
  const server: Server = tls
    ? createTlsServer({ ...(tls.maxVersion ? insecure : {}), ...tls }, counted)
    : createServer(counted);
  server.on('connection', (socket) => {
    hits.connections += 1;
    reachedAt.push((socket.localAddress ?? '').replace(/^::ffff:/, ''));
    sockets.add(socket);
    ended.push(new Promise((resolve) => socket.once('close', () => resolve(void sockets.delete(socket)))));
  });
  // On IPv4 and, where the machine has it, IPv6: a guard that lets [::1] through is noticed too.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hits,
    reachedAt,
    idle: async () => void (await Promise.all(ended)),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      // Closing twice is fine: a test may end a server that its harness ends again.
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
