import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DojoEvent {
  id: string;
  event: string;
  accountId: string;
  data: { paymentIntentId: string; paymentStatus: string };
}

export interface JodoEvent {
  event_id: string;
  event: string;
  version: string;
  timestamp: number;
  payload: { order_id: string; order: Record<string, unknown> };
}

export interface ReceivedWebhook<Body> {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: Body;
}

/** An endpoint that keeps what it is sent and answers as told: first `answers`, then 200. */
export async function startReceiver<Body extends object = DojoEvent>(answers: number[] = []) {
  const received: ReceivedWebhook<Body>[] = [];
  let patience = Promise.resolve();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      received.push({ headers: request.headers, raw, body: JSON.parse(raw) as Body });
      const status = answers.shift() ?? 200;
      void patience.then(() => response.writeHead(status).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** Answers nothing more until the returned function is called. */
    hold: () => {
      let release = () => {};
      patience = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
