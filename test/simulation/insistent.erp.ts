import { setTimeout as delay } from 'node:timers/promises';
import { exchange, type Answer } from '../support/api.client.js';
import type { Chronicle } from './chronicle.js';

export interface ErpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Of every POST. */
  readonly key?: string;
  /** Another API key than the newest. */
  readonly as?: ApiKey;
}

export interface ApiKey {
  readonly id: string;
  readonly key: string;
}

/** What an ERP was told under a key: it stays true. */
export interface KeptAnswer {
  readonly call: ErpCall;
  readonly text: string;
}

const TRY_TIMEOUT_MS = 3500;
const PATIENCE_MS = 120_000;
const PAUSE_MS = 250;

/** A good client: what got no answer, or the word to come again, is asked again under the same key, at whichever API. */
export class InsistentErp {
  readonly kept: KeptAnswer[] = [];

  constructor(
    private readonly url: string,
    private readonly chronicle: Chronicle,
    public apiKey: ApiKey,
  ) {}

  /** The answer that is one, of whatever status. Throws when there is none for two minutes. */
  async ask(call: ErpCall): Promise<Answer> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (let tries = 1; ; tries += 1) {
      const answer = await this.attempt(call);
      if (answer && !isExcuse(answer)) return this.keep(call, answer, tries);
      if (performance.now() > deadlineMs) {
        throw new Error(`${call.method} ${call.path} had no answer for two minutes, but ${answer?.text}`);
      }
      await delay(PAUSE_MS);
    }
  }

  /** The same request twice at once, as when a user clicks twice: one of them does it, and nobody is told anything else. */
  async askTwice(call: ErpCall): Promise<Answer> {
    const twins = await Promise.all([this.attempt(call), this.attempt(call)]);
    const answer = await this.ask(call);
    const answered = twins.filter((twin) => twin !== undefined && !isExcuse(twin));
    if (answered.some((twin) => twin?.text !== answer.text)) {
      this.chronicle.violate(`twins were told different things: ${twins.map((twin) => twin?.text).join(' and ')}`);
    }
    if (answered.length === 2 || (answered.length === 1 && twins.some(isInProgress))) {
      this.chronicle.saw('of twins one did it, the other was told 409 or the same');
    }
    return answer;
  }

  /** One try, of whatever status; undefined where nobody answers. */
  async attempt({ method, path, body, key, as = this.apiKey }: ErpCall): Promise<Answer | undefined> {
    const headers = {
      authorization: `Bearer ${as.key}`,
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const request = { method, url: `${this.url}${path}`, headers, timeoutMs: TRY_TIMEOUT_MS };
    const answer = await exchange({ ...request, ...(body !== undefined && { body }) }).catch(() => undefined);
    if (answer?.status === 500) this.chronicle.violate(`${method} ${path} made Dunlin fail: ${answer.text}`);
    return answer;
  }

  private keep(call: ErpCall, answer: Answer, tries: number): Answer {
    const isReplayed = answer.headers['idempotency-replayed'] === 'true';
    if (isReplayed && tries > 1) this.chronicle.saw('an answer that was lost came again under its key');
    if (call.key !== undefined && answer.status < 300) this.kept.push({ call, text: answer.text });
    this.chronicle.saw('requests of the ERP', tries);
    return answer;
  }
}

/** Come again: somebody else is at it, the provider or the database is in trouble. */
export function isExcuse({ status, headers }: Answer): boolean {
  return [500, 502, 503, 429].includes(status) || (status === 409 && headers['retry-after'] !== undefined);
}

function isInProgress(answer: Answer | undefined): boolean {
  return answer?.text.includes('"idempotency_in_progress"') === true;
}
