import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import { exchange, type Answer } from '../support/api.client.js';
import { patiently } from '../support/patiently.js';

const DEADLINE_MS = 45_000;
/** Another try is at it still; or the process has no connection to its database at the moment. */
const ASK_AGAIN = ['"idempotency_in_progress"', '"unavailable"'];

export interface ErpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** An ERP that knows several processes, and asks the next one, under the same key, when one breaks off in the middle. */
export class RetryingErp {
  private readonly agent = new Agent({ connections: 32 });
  private turn = 0;
  broken = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly apiKey: string,
  ) {}

  /** The answer, of whatever status, once there is one. */
  send(call: ErpCall): Promise<Answer> {
    const idempotencyKey = call.idempotencyKey ?? randomUUID();
    return patiently(async () => {
      const answer = await this.attempt(call, idempotencyKey);
      return ASK_AGAIN.some((code) => answer?.text.includes(code)) ? undefined : answer;
    }, DEADLINE_MS);
  }

  /** Somebody else's request, a payer's or a provider's; undefined where nobody answers. */
  async pass(
    request: Pick<ErpCall, 'method' | 'path'> & { headers?: Readonly<Record<string, string>>; body?: Buffer },
  ) {
    try {
      return await exchange({ ...request, url: `${this.nextUrl()}${request.path}`, dispatcher: this.agent });
    } catch {
      this.broken += 1;
      return undefined;
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async attempt({ method, path, body }: ErpCall, idempotencyKey: string): Promise<Answer | undefined> {
    const headers = {
      authorization: `Bearer ${this.apiKey}`,
      ...(method === 'POST' && { 'idempotency-key': idempotencyKey }),
    };
    const url = `${this.nextUrl()}${path}`;
    try {
      return await exchange({ method, url, headers, dispatcher: this.agent, ...(body !== undefined && { body }) });
    } catch {
      // Killed before it answered, or not up again yet.
      this.broken += 1;
      return undefined;
    }
  }

  private nextUrl(): string {
    this.turn += 1;
    return this.urls[this.turn % this.urls.length]!;
  }
}
