import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { EventEnvelope } from '../../src/events/event-envelope.js';
import type { PaymentBody } from '../../src/payments/payment-body.js';

type Headers = Record<string, string>;

export interface TakenEvent extends EventEnvelope {
  readonly data: { readonly payment: PaymentBody };
}

/** One way of getting it wrong. Whatever is not given is done right. */
export interface Defect {
  /** What is verified instead of the body as it came, and of the headers. */
  readonly verified?: (raw: string, headers: Headers) => [string, Headers];
  /** Requests that are believed without looking at their signature. */
  readonly believes?: (event: TakenEvent, headers: Headers) => boolean;
  /** The answer to an event that was verified; undefined goes on as usual. */
  readonly answers?: (event: TakenEvent, seen: { isKnown: boolean; isOlder: boolean }) => number | 'never' | undefined;
  readonly maxBytes?: number;
  /** Instead of everything else. */
  readonly respond?: (response: ServerResponse) => void;
}

/** How an ERP takes events: verified by the public library, once each by their id, older ones of a payment passed over. */
export class ModelReceiver {
  secret = '';
  requests = 0;
  private readonly ids = new Set<string>();
  private readonly versions = new Map<string, number>();

  private constructor(
    readonly url: string,
    private readonly defect: Defect,
    readonly close: () => Promise<void>,
  ) {}

  static async start(defect: Defect = {}): Promise<ModelReceiver> {
    const server = createServer((request, response) => void receiver.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    const receiver = new ModelReceiver(`http://127.0.0.1:${port}/dunlin`, defect, close);
    return receiver;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.defect.respond) return this.defect.respond(response);
    const status =
      body.length > (this.defect.maxBytes ?? 1_048_576)
        ? 413
        : this.statusFor(body.toString('utf8'), request.headers as Headers);
    if (status !== 'never') response.writeHead(status).end();
  }

  private statusFor(raw: string, headers: Headers): number | 'never' {
    const event = JSON.parse(raw) as TakenEvent;
    if (!this.defect.believes?.(event, headers)) {
      try {
        new Webhook(this.secret).verify(...(this.defect.verified?.(raw, headers) ?? [raw, headers]));
      } catch {
        return 401;
      }
    }
    const { id, version } = event.data.payment;
    const seen = { isKnown: this.ids.has(event.id), isOlder: version < (this.versions.get(id) ?? 0) };
    const wrong = this.defect.answers?.(event, seen);
    if (wrong !== undefined) return wrong;
    this.ids.add(event.id);
    if (!seen.isOlder) this.versions.set(id, version);
    return 204;
  }
}
