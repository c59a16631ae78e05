import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from './loopback.js';

/** Statements that one connection sends in this order; the last of them is the one that is stopped. */
type Statements = readonly RegExp[];

interface Stop {
  readonly statements: Statements;
  /** `before`: the server does not get it. `after`: it is carried out, and its answer does not come back. */
  readonly when: 'before' | 'after';
  /** Whether the connection then stands still or breaks. */
  readonly how: 'hold' | 'cut';
  readonly reached: () => void;
}

const READY_FOR_QUERY = Buffer.from([0x5a, 0, 0, 0, 5]);

/**
 * Stands between a process and PostgreSQL, so that a test can kill the process exactly before or exactly after a statement,
 * or take the database away. Reads just enough of the wire protocol to know which statement passes.
 */
export class PostgresProxy {
  private readonly connections = new Set<ProxiedConnection>();
  private stop: Stop | null = null;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    readonly url: string,
    private readonly port: number,
  ) {}

  static async start(databaseUrl: string): Promise<PostgresProxy> {
    const server = createServer();
    await listenOnLoopback(server, 0);
    const { port } = server.address() as AddressInfo;
    const target = new URL(databaseUrl);
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    const proxy = new PostgresProxy(server, target, url.href, port);
    server.on('connection', (client) => proxy.accept(client));
    return proxy;
  }

  /** Resolves when a connection is stopped there. It stays stopped until the process is gone, or `goOn` is called. */
  stopAt(when: Stop['when'], ...statements: Statements): Promise<void> {
    return new Promise((reached) => (this.stop = { when, how: 'hold', statements, reached }));
  }

  /** Breaks the first connection that comes there, and no other. Resolves when it is broken. */
  cutAt(when: Stop['when'], ...statements: Statements): Promise<void> {
    return new Promise((resolve) => {
      const reached = () => {
        this.letPass();
        resolve();
      };
      this.stop = { when, how: 'cut', statements, reached };
    });
  }

  /** Nobody is stopped any more, from the next statement on. */
  letPass(): void {
    this.stop = null;
  }

  /** Whoever is stopped goes on from there: what was held back is passed on. */
  goOn(): void {
    this.letPass();
    for (const connection of this.connections) connection.goOn();
  }

  /** The database is away: connections break, new ones are refused. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const connection of this.connections) connection.destroy();
    await closed;
  }

  /** It is back, at the same address. */
  mend(): Promise<void> {
    return listenOnLoopback(this.server, this.port);
  }

  private accept(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const connection = new ProxiedConnection(client, server, () => this.stop);
    this.connections.add(connection);
    client.once('close', () => this.connections.delete(connection));
  }
}

class ProxiedConnection {
  private readonly statementByName = new Map<string, string>();
  private unread = Buffer.alloc(0);
  private hasStarted = false;
  private stop: Stop | null = null;
  private seen = 0;
  private held: 'nothing' | 'requests' | 'answers' = 'nothing';
  private readonly keptBack: Buffer[] = [];

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly currentStop: () => Stop | null,
  ) {
    client.setNoDelay(true);
    server.setNoDelay(true);
    client.on('data', (chunk: Buffer) => this.readRequests(chunk));
    server.on('data', (chunk: Buffer) => this.passAnswer(chunk));
    for (const socket of [client, server]) {
      socket.on('error', () => this.destroy());
      socket.once('close', () => this.destroy());
    }
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }

  goOn(): void {
    const receiver = this.held === 'requests' ? this.server : this.client;
    this.held = 'nothing';
    for (const bytes of this.keptBack.splice(0)) receiver.write(bytes);
  }

  private readRequests(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
    for (let message = this.nextMessage(); message; message = this.nextMessage()) {
      if (this.held === 'nothing') this.noteStatement(message);
      if (this.held === 'requests') this.keptBack.push(message);
      else this.server.write(message);
    }
  }

  /** The first message has no type byte. */
  private nextMessage(): Buffer | undefined {
    const typeBytes = this.hasStarted ? 1 : 0;
    if (this.unread.length < typeBytes + 4) return undefined;
    const length = typeBytes + this.unread.readInt32BE(typeBytes);
    if (this.unread.length < length) return undefined;
    const message = this.unread.subarray(0, length);
    this.unread = this.unread.subarray(length);
    this.hasStarted = true;
    return message;
  }

  /** A statement is prepared once for each connection (`P`), and from then on only named (`B`). */
  private noteStatement(message: Buffer): void {
    const texts = message.subarray(5).toString('latin1').split('\0');
    switch (String.fromCharCode(message[0]!)) {
      case 'P':
        this.statementByName.set(texts[0]!, texts[1]!);
        return;
      case 'B':
        return this.judge(this.statementByName.get(texts[1]!) ?? '');
      case 'Q':
        return this.judge(texts[0]!);
      default:
    }
  }

  private judge(statement: string): void {
    const stop = this.currentStop();
    if (stop !== this.stop) [this.stop, this.seen] = [stop, 0];
    if (!stop?.statements[this.seen]?.test(statement)) return;
    this.seen += 1;
    if (this.seen < stop.statements.length) return;
    this.held = stop.when === 'before' ? 'requests' : 'answers';
    if (stop.when === 'before') this.arrive(stop);
  }

  private passAnswer(chunk: Buffer): void {
    if (this.held !== 'answers') return void this.client.write(chunk);
    this.keptBack.push(chunk);
    if (this.stop && chunk.includes(READY_FOR_QUERY)) this.arrive(this.stop);
  }

  private arrive(stop: Stop): void {
    if (stop.how === 'cut') this.destroy();
    stop.reached();
  }
}
