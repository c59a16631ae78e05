import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, WebhookError, type Dunlin, type DunlinEvent } from '../../clients/typescript/src/index.js';
import { Happenings } from './demo-happenings.js';

export type PaymentEvent = Extract<DunlinEvent, { data: { payment: unknown } }>;

/** An ERP: it calls the API through the typed client, and takes events in at a URL of its own, believing only what is signed. */
export class DemoErp {
  /** What happened to payments; of the rest this ERP only checks that it is signed. */
  readonly events: Happenings<PaymentEvent>;
  readonly forgeries: string[] = [];
  private readonly server: Server;
  private secret = '';

  constructor(
    readonly dunlin: Dunlin,
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
    const url = `http://127.0.0.1:${port}/dunlin`;
    this.secret = (await this.dunlin.post('/v1/webhook-endpoints', { body: { url } })).secret;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async receive(incoming: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    try {
      const event = verifyWebhook({ headers: incoming.headers, body }, this.secret);
      if (isAboutPayment(event)) this.events.add(event);
      return 204;
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      this.forgeries.push(body.toString());
      return 401;
    }
  }
}

function isAboutPayment(event: DunlinEvent): event is PaymentEvent {
  return 'payment' in event.data;
}
