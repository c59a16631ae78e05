import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
}

export type ScriptedAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** Takes the request and never answers. */
  | 'silence'
  /** Takes the request and cuts the connection. */
  | 'reset'
  /** Answers 200 and then sends a byte now and again, for ever. */
  | 'drip';

export type Script = (request: SeenRequest) => ScriptedAnswer;

/** The provider's side of the wire, doing exactly what a test says, above all what no honest provider would do. */
export class ScriptedProvider {
  readonly seen: SeenRequest[] = [];
  private script: Script = () => ({ status: 404, body: {} });
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly awaiting: ((request: SeenRequest) => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedProvider> {
    const server = createServer();
    const provider = new ScriptedProvider(server);
    server.on('request', (request, response) => void provider.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers all that comes from now on; forgets what was seen. */
  answers(script: Script | ScriptedAnswer): void {
    this.seen.length = 0;
    this.script = typeof script === 'function' ? script : () => script;
  }

  /** The next request to arrive from now on. */
  arrival(): Promise<SeenRequest> {
    return new Promise((resolve) => this.awaiting.push(resolve));
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers, rawHeaders } = request;
    const seen = { method, path, headers, rawHeaders, text: Buffer.concat(chunks).toString('utf8') };
    this.seen.push(seen);
    for (const resolve of this.awaiting.splice(0)) resolve(seen);
    this.reply(this.script(seen), response);
  }

  private reply(answer: ScriptedAnswer, response: ServerResponse): void {
    if (answer === 'silence') return;
    if (answer === 'reset') {
      response.socket?.resetAndDestroy();
    } else if (answer === 'drip') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 10);
      this.timers.add(timer);
      response.on('close', () => clearInterval(timer));
    } else {
      const { status, headers = {}, body } = answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
    }
  }
}

/** An address where nobody listens. */
export async function refusingUrl(): Promise<string> {
  const provider = await ScriptedProvider.start();
  const { url } = provider;
  await provider.stop();
  return url;
}
