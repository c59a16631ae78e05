import { connect, createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from '../support/loopback.js';

/** What stands before several APIs where they run for real: each connection goes to the next one that takes it. */
export class FrontDoor {
  private readonly sockets = new Set<Socket>();
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {}

  static async open(port: number, behind: readonly number[]): Promise<FrontDoor> {
    // A client that has said all it has to say still waits for the answer.
    const server = createServer({ allowHalfOpen: true });
    const door = new FrontDoor(server, behind);
    server.on('connection', (client) => door.lead(client, behind.length));
    await listenOnLoopback(server, port);
    return door;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private lead(client: Socket, triesLeft: number): void {
    this.turn += 1;
    const api = connect({ port: this.ports[this.turn % this.ports.length]!, host: '127.0.0.1', allowHalfOpen: true });
    client.on('error', () => api.destroy());
    const refuse = () => (triesLeft > 1 ? this.lead(client, triesLeft - 1) : client.destroy());
    api.once('error', refuse);
    api.once('connect', () => {
      api.off('error', refuse);
      this.join(client, api);
    });
  }

  private join(client: Socket, api: Socket): void {
    for (const [from, to] of [
      [client, api],
      [api, client],
    ] as const) {
      this.sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.once('close', () => {
        this.sockets.delete(from);
        to.destroySoon();
      });
      from.pipe(to);
    }
  }
}
