import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { EventFold, type ToldEvent } from './event.fold.js';

export const SUBSCRIBER_TROUBLES = ['fails', 'hangs', 'redirects', 'resets'] as const;
export type SubscriberTrouble = (typeof SUBSCRIBER_TROUBLES)[number];

/** So many secrets of an endpoint sign together. */
const MOST_SECRETS = 5;

/** An endpoint of the ERP. It believes the public library, knows two secrets for a while, and is in trouble when told to. */
export class Subscriber {
  readonly fold = new EventFold();
  trouble: SubscriberTrouble | null = null;
  /** Requests that no known secret verifies, or that were led elsewhere. */
  forgeries = 0;
  /** Events that were believed because of a secret that another one has replaced. */
  byFormerSecret = 0;
  id = '';
  /** The newest first, which is the only one that is used once it has been adopted. */
  private secrets: string[] = [];
  private isAdopted = true;
  private secretsEver = 0;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Subscriber> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url !== '/events') subscriber.forgeries += 1;
        subscriber.take({ raw: Buffer.concat(chunks).toString('utf8'), headers: request.headers }, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    const subscriber: Subscriber = new Subscriber(`http://127.0.0.1:${port}/events`, close);
    return subscriber;
  }

  get canRotate(): boolean {
    return this.secretsEver < MOST_SECRETS;
  }

  /** The ERP is told a new secret, and goes on with the former one until somebody has configured it. */
  learn(secret: string): void {
    this.secretsEver += 1;
    this.isAdopted = this.secrets.length === 0;
    this.secrets = [secret, ...this.secrets];
  }

  adopt(): void {
    this.secrets = this.secrets.slice(0, 1);
    this.isAdopted = true;
  }

  private take(message: { raw: string; headers: IncomingHttpHeaders }, response: ServerResponse): void {
    if (this.trouble) return this.misbehave(this.trouble, response);
    const secret = this.secrets.at(-1) ?? '';
    try {
      this.fold.take(new Webhook(secret).verify(message.raw, message.headers as Record<string, string>) as ToldEvent);
    } catch {
      this.forgeries += 1;
      response.writeHead(401).end();
      return;
    }
    if (!this.isAdopted) this.byFormerSecret += 1;
    response.writeHead(204).end();
  }

  private misbehave(trouble: SubscriberTrouble, response: ServerResponse): void {
    switch (trouble) {
      case 'hangs':
        return;
      case 'resets':
        return void response.socket?.resetAndDestroy();
      case 'redirects':
        return void response.writeHead(307, { location: '/elsewhere' }).end();
      case 'fails':
        return void response.writeHead(500).end();
    }
  }
}
