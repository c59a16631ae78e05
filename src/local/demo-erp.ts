import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { Happenings } from './demo-happenings.js';

const TOLERANCE_SECONDS = 300;

export interface ReceivedEvent {
  readonly type: string;
  readonly sequence: number;
  readonly timestamp: string;
  readonly data: { readonly payment?: { readonly id: string; readonly status: string; readonly version: number } };
}

/** An ERP: it calls the API with its key, and takes events in at a URL of its own, believing only what is signed. */
export class DemoErp {
  readonly events: Happenings<ReceivedEvent>;
  readonly forgeries: string[] = [];
  private readonly server: Server;
  private secret = '';

  constructor(
    private readonly dunlin: { readonly url: string; readonly sandboxKey: string },
    timeoutMs: number,
  ) {
    this.events = new Happenings(timeoutMs);
    this.server = createServer((incoming, outgoing) => {
      this.receive(incoming).then(
        (status) => outgoing.writeHead(status).end(),
        () => outgoing.writeHead(500).end(),
      );
    });
  }

  /** Listens, and registers its URL for every event. */
  async register(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    const endpoint = await this.call<{ secret: string }>('POST', '/v1/webhook-endpoints', {
      url: `http://127.0.0.1:${port}/dunlin`,
    });
    this.secret = endpoint.secret;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  async call<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer> {
    const answer = await request(`${this.dunlin.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.dunlin.sandboxKey}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  private async receive(incoming: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (!isSigned(incoming, { body, secret: this.secret })) {
      this.forgeries.push(body);
      return 401;
    }
    this.events.add(JSON.parse(body) as ReceivedEvent);
    return 204;
  }
}

/** Standard Webhooks 1.0, as a receiver checks it. */
function isSigned({ headers }: IncomingMessage, { body, secret }: { body: string; secret: string }): boolean {
  const header = (name: string) => String(headers[name] ?? '');
  const timestamp = header('webhook-timestamp');
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${header('webhook-id')}.${timestamp}.${body}`)
    .digest();
  const isRecent = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
  const signatures = header('webhook-signature')
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'));
  return isRecent && signatures.some((signature) => isEqual(Buffer.from(signature.slice(3), 'base64'), expected));
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
