import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { patiently } from './patiently.js';

export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly data: { readonly payment?: PaymentDto; readonly note?: string };
  readonly previous: Readonly<Record<string, unknown>> | null;
}

/** How the receiver treats the next event: with a status, or by never answering at all. */
export type ErpAnswer = number | 'never';

/**
 * The ERP's end of the webhooks. It believes only what the public Standard Webhooks library verifies under the secret that it
 * was given; anything else counts as a forgery.
 */
export class ErpReceiver {
  readonly received: ReceivedEvent[] = [];
  forgeries = 0;
  /** Told for each event before it is answered; 204 unless a test says otherwise. */
  answer: (event: ReceivedEvent) => ErpAnswer = () => 204;
  secret: string | null = null;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<ErpReceiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => receiver.take(Buffer.concat(chunks).toString('utf8'), request.headers, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const receiver = new ErpReceiver(
      `http://127.0.0.1:${port}/dunlin`,
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    return receiver;
  }

  /** What came about one payment, copies included. */
  about(reference: string): ReceivedEvent[] {
    return this.received.filter(({ data }) => data.payment?.reference === reference);
  }

  /** The first event of that type about the payment, as soon as it has come. */
  waitFor(reference: string, type: string, deadlineMs = 15_000): Promise<ReceivedEvent> {
    return patiently(() => this.about(reference).find((event) => event.type === type), deadlineMs);
  }

  private take(raw: string, headers: IncomingHttpHeaders, response: ServerResponse): void {
    let event: ReceivedEvent;
    try {
      event = new Webhook(this.secret ?? '').verify(raw, headers as Record<string, string>) as ReceivedEvent;
    } catch {
      this.forgeries += 1;
      response.writeHead(401).end();
      return;
    }
    this.received.push(event);
    const answer = this.answer(event);
    if (answer !== 'never') response.writeHead(answer).end();
  }
}
