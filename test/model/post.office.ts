import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider's webhook on its way, as it was sent. */
export interface Letter {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Stands where providers believe our webhooks are: takes every one and keeps it, so that a test decides which come, when, in
 * what order and how often.
 */
export class PostOffice {
  private readonly letters = new Map<string, Letter[]>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<PostOffice> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = Object.fromEntries(Object.entries(request.headers).filter(isKept)) as Letter['headers'];
        office.keep({ path: request.url ?? '', headers, body: Buffer.concat(chunks) });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    const office = new PostOffice(`http://127.0.0.1:${port}`, close);
    return office;
  }

  /** Those about a payment, by its id at the provider, that nobody has taken yet; oldest first. */
  about(providerPaymentId: string): readonly Letter[] {
    return this.letters.get(providerPaymentId) ?? [];
  }

  /** From now on it is lost, or delivered by whoever takes it. */
  take(providerPaymentId: string, index: number): Letter | undefined {
    return this.letters.get(providerPaymentId)?.splice(index, 1)[0];
  }

  private keep(letter: Letter): void {
    const subject = subjectOf(letter);
    const known = this.letters.get(subject) ?? [];
    known.push(letter);
    this.letters.set(subject, known);
  }
}

function isKept([name, value]: [string, unknown]): boolean {
  return typeof value === 'string' && (name === 'content-type' || name.includes('signature'));
}

/** Dojo's name of it, or Jodo's. */
function subjectOf({ body }: Letter): string {
  const { data, payload } = JSON.parse(body.toString('utf8')) as {
    data?: { paymentIntentId: string };
    payload?: { order_id: string };
  };
  return data?.paymentIntentId ?? payload?.order_id ?? '';
}
