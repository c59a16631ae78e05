import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How often each event came to each path, and when it came first (`performance.now()`). */
interface Arrivals {
  readonly times: Map<number, number>;
  readonly firstAt: Map<number, number>;
}

/** Many endpoints of one ERP, one a path. They count and believe everything: what they are told is checked elsewhere. */
export class ManyReceivers {
  private readonly arrivals = new Map<string, Arrivals>();
  private readonly hanging = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<ManyReceivers> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receivers = new ManyReceivers(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => receivers.take(request.url!, Buffer.concat(chunks).toString('utf8'), response));
    });
    return receivers;
  }

  /** Requests to `/hangs` that were never answered and are still open. */
  get held(): number {
    return this.hanging.size;
  }

  /** How many different events have come to the path. */
  distinct(path: string): number {
    return this.of(path).times.size;
  }

  /** How many requests have come to the path. */
  total(path: string): number {
    return [...this.of(path).times.values()].reduce((sum, times) => sum + times, 0);
  }

  firstAt(path: string): ReadonlyMap<number, number> {
    return this.of(path).firstAt;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private take(path: string, raw: string, response: ServerResponse): void {
    if (path === '/hangs') {
      this.hanging.add(response);
      response.on('close', () => this.hanging.delete(response));
      return;
    }
    const { number } = (JSON.parse(raw) as { data: { number: number } }).data;
    const { times, firstAt } = this.of(path);
    times.set(number, (times.get(number) ?? 0) + 1);
    if (!firstAt.has(number)) firstAt.set(number, performance.now());
    response.writeHead(204).end();
  }

  private of(path: string): Arrivals {
    let arrivals = this.arrivals.get(path);
    if (!arrivals) this.arrivals.set(path, (arrivals = { times: new Map(), firstAt: new Map() }));
    return arrivals;
  }
}
