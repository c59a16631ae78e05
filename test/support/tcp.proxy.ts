import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from './loopback.js';

/** Stands between a process and a server that it needs, and is the network between them: slow, silent or gone, as told. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private delayMs = 0;
  private isSilent = false;

  private constructor(
    private readonly server: Server,
    private target: URL,
    /** The target's, with the proxy's address in it. */
    readonly url: string,
    private readonly port: number,
  ) {}

  static async start(targetUrl: string): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    await listenOnLoopback(server, 0);
    const { port } = server.address() as AddressInfo;
    const url = new URL(targetUrl);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    const proxy = new TcpProxy(server, new URL(targetUrl), url.href.replace(/\/$/, ''), port);
    server.on('connection', (client) => proxy.accept(client));
    return proxy;
  }

  /** Every byte takes so much longer in each direction. */
  delay(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  /** Connections stay and new ones are taken, nothing comes through, and nobody is told. What is sent meanwhile is lost. */
  silence(): void {
    this.isSilent = true;
    for (const pair of this.pairs) pair.isDeaf = true;
  }

  /** New connections work. Those from before stay silent for ever, as behind a firewall that has forgotten them. */
  restore(): void {
    this.isSilent = false;
  }

  /** Connections break, new ones are refused. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const pair of this.pairs) pair.destroy();
    await closed;
  }

  /** It is back, at the same address. */
  mend(): Promise<void> {
    return listenOnLoopback(this.server, this.port);
  }

  /** The server is found elsewhere from now on. */
  leadTo(targetUrl: string): void {
    this.target = new URL(targetUrl);
  }

  private accept(client: Socket): void {
    const server = connect({ port: Number(this.target.port), host: this.target.hostname, allowHalfOpen: true });
    const pair = new Pair(client, server, () => this.delayMs);
    pair.isDeaf = this.isSilent;
    this.pairs.add(pair);
    for (const socket of [client, server]) socket.once('close', () => pair.isOver && this.pairs.delete(pair));
  }
}

class Pair {
  isDeaf = false;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly delayMs: () => number,
  ) {
    this.pass(client, server);
    this.pass(server, client);
  }

  /** One end may be there for long when the other has gone in silence. */
  get isOver(): boolean {
    return this.client.destroyed && this.server.destroyed;
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }

  private pass(from: Socket, to: Socket): void {
    let passed = Promise.resolve();
    const next = (step: () => void) => {
      const due = this.delayMs() > 0 ? delay(this.delayMs()) : undefined;
      passed = passed.then(() => due).then(() => (this.isDeaf ? undefined : step()));
    };
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => next(() => to.write(chunk)));
    from.on('end', () => next(() => to.end()));
    from.on('error', () => next(() => to.destroy()));
    from.on('close', () => next(() => to.destroySoon()));
  }
}
