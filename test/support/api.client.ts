import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Read as the test expects it; a wrong expectation fails there. */
  json<Body>(): Body;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/** An ERP's side of the REST API. Answers of every status are returned; only a connection that breaks rejects. */
export class ApiClient {
  // A connection of its own for each call: what one killed process did to it must not hurt the next call.
  private readonly agent = new Agent({ pipelining: 0 });

  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  get(path: string, sent: Sent = {}): Promise<Answer> {
    return this.send('GET', path, sent);
  }

  post(path: string, body?: unknown, sent: Sent = {}): Promise<Answer> {
    return this.send('POST', path, { ...sent, body });
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path, {});
  }

  /** The body of an answer that must be 2xx. */
  async read<Body>(path: string): Promise<Body> {
    return bodyOf<Body>(await this.get(path));
  }

  async make<Body>(path: string, body?: unknown, key: string = randomUUID()): Promise<Body> {
    return bodyOf<Body>(await this.post(path, body, { headers: { 'idempotency-key': key } }));
  }

  private send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, sent: Sent): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.key}`, ...sent.headers };
    return exchange({ method, url: `${this.url}${path}`, dispatcher: this.agent, ...sent, headers });
  }
}

/** One HTTP exchange without following redirects, as a payer's browser or a scanner begins it. */
export async function exchange(
  call: Sent & { method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; url: string; dispatcher?: Agent },
): Promise<Answer> {
  const hasBody = call.body !== undefined;
  const response = await request(call.url, {
    method: call.method,
    headers: { ...(hasBody && { 'content-type': 'application/json' }), ...call.headers },
    body: hasBody ? bytesOf(call.body) : null,
    signal: AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS),
    ...(call.dispatcher && { dispatcher: call.dispatcher }),
  });
  const text = await response.body.text();
  return { status: response.statusCode, headers: response.headers, text, json: <Body>() => JSON.parse(text) as Body };
}

function bytesOf(body: unknown): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

function bodyOf<Body>(answer: Answer): Body {
  if (answer.status < 200 || answer.status > 299) throw new Error(`Answered ${answer.status}: ${answer.text}`);
  return answer.json<Body>();
}
