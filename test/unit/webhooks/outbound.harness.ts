import type { RequestListener } from 'node:http';
import { OutboundClient } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import type { OutboundClientOptions } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import { startCanary } from './canary.server.js';
import type { Canary } from './canary.server.js';

export const NAME = 'erp.example.com';
export const message = { headers: { 'content-type': 'application/json' }, body: '{}' };
export const ok: RequestListener = (_request, response) => void response.end('thanks');

export interface OutboundHarness {
  canary(listener: RequestListener, tls?: Parameters<typeof startCanary>[1]): Promise<Canary>;
  /** Allows loopback in sandbox mode unless told otherwise. */
  client(options?: Partial<OutboundClientOptions>): OutboundClient;
  closeLater(thing: { close(): Promise<unknown> }): void;
}

/** Servers and clients that close themselves after each test, clients first. */
export function outboundHarness(): OutboundHarness {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
  });
  const kept = <T extends { close(): Promise<unknown> }>(thing: T): T => {
    open.push(thing);
    return thing;
  };
  return {
    canary: async (listener, tls) => kept(await startCanary(listener, tls)),
    client: (options) => kept(new OutboundClient({ allowCidrs: ['127.0.0.0/8'], timeoutMs: 5000, ...options })),
    closeLater: kept,
  };
}
