import type { Dispatcher } from 'undici';
import { GatewayError, type GatewayErrorKind } from '../gateway-error.js';
import { codeOf, NeverConnected } from './provider-pool.js';
import { retryAfterSeconds } from './retry-after.js';
import { tellableText } from './tellable-text.js';

/** One connection's way to one provider. `headers` and `secrets` are that connection's own. */
export interface ProviderHttpOptions {
  readonly dispatcher: Dispatcher;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  /** Sent with every call: authentication, version. */
  readonly headers: Readonly<Record<string, string>>;
  /** Never repeated in an error, whoever says them. */
  readonly secrets: readonly string[];
  /** The provider's message inside an error body, for people. */
  readonly readMessage: (body: unknown) => string | undefined;
  /** What a status outside 2xx means where the provider deviates; undefined leaves the usual meaning. */
  readonly kindOfStatus?: (status: number) => GatewayErrorKind | undefined;
}

export interface ProviderCall {
  /** The gateway's operation, for errors: `createCheckout`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Appended to the base URL; parts that come from outside are encoded by the caller. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether the call can change anything at the provider, whatever its method. */
  readonly effect: 'read' | 'write';
  /** Answers outside 2xx that the caller understands: returned, not thrown. */
  readonly accepts?: (answer: ProviderAnswer) => boolean;
  /** The payer's details in the body, which no error may repeat. */
  readonly payerDetails?: readonly (string | null)[];
  /** Secrets in the body, which no error may repeat either. */
  readonly secrets?: readonly string[];
  readonly timeoutMs?: number;
}

export interface ProviderAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; undefined for an empty body, and for text that is not JSON. */
  readonly body: unknown;
  readonly text: string;
}

/**
 * One HTTP call to a provider: a deadline over the whole call, an answer of at most 1 MiB, no redirects, no retries.
 * Every failure is a `GatewayError` that says what may be done next; nothing else leaves.
 */
export class ProviderHttp {
  constructor(private readonly options: ProviderHttpOptions) {}

  /** The answer, if it is 2xx with JSON or without a body, or one that the call `accepts`. */
  async request(call: ProviderCall): Promise<ProviderAnswer> {
    const answer = await this.exchange(call);
    if (call.accepts?.(answer)) return answer;
    if (answer.status < 200 || answer.status > 299) throw this.refusal(call, answer);
    if (answer.body === undefined && answer.text !== '') throw this.unreadable(call, answer);
    return answer;
  }

  /** The answer as `read` understands it; a 2xx that it does not understand is no answer. */
  async requestAs<T>(call: ProviderCall, read: (body: unknown) => T | undefined): Promise<T> {
    const answer = await this.request(call);
    const value = read(answer.body);
    if (value === undefined) throw this.unreadable(call, answer);
    return value;
  }

  /** For answers that a caller accepted and then could not use. */
  unreadable(call: ProviderCall, answer: ProviderAnswer): GatewayError {
    return new GatewayError({
      kind: kindWithoutAnswer(call),
      operation: call.operation,
      detail: `unreadable answer (HTTP ${answer.status})`,
      providerStatus: answer.status,
    });
  }

  private async exchange(call: ProviderCall): Promise<ProviderAnswer> {
    const { dispatcher, baseUrl, headers, timeoutMs } = this.options;
    try {
      const response = await dispatcher.request({
        origin: new URL(baseUrl).origin,
        path: `${new URL(baseUrl).pathname.replace(/\/$/, '')}${call.path}`,
        method: call.method,
        headers: { accept: 'application/json', ...contentType(call), ...headers, ...call.headers },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: AbortSignal.timeout(call.timeoutMs ?? timeoutMs),
      });
      const text = await response.body.text();
      return { status: response.statusCode, headers: singleValues(response.headers), body: parsed(text), text };
    } catch (error) {
      throw this.withoutAnswer(call, error);
    }
  }

  private withoutAnswer(call: ProviderCall, error: unknown): GatewayError {
    const unsent = error instanceof NeverConnected;
    return new GatewayError({
      kind: unsent ? 'not_sent' : kindWithoutAnswer(call),
      operation: call.operation,
      detail: `${unsent ? 'could not connect' : 'no answer'} (${codeOf(error)})`,
    });
  }

  private refusal(call: ProviderCall, answer: ProviderAnswer): GatewayError {
    const { kindOfStatus, readMessage, secrets } = this.options;
    const withheld = [...secrets, ...(call.secrets ?? []), ...(call.payerDetails ?? [])].filter(
      (value) => value !== null,
    );
    const message = tellableText(readMessage(answer.body) ?? '', withheld);
    return new GatewayError({
      kind: kindOfStatus?.(answer.status) ?? usualKindOfStatus(call, answer.status),
      operation: call.operation,
      detail: message === '' ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${message}`,
      providerStatus: answer.status,
      retryAfterSeconds: retryAfterSeconds(answer.headers),
    });
  }
}

function usualKindOfStatus(call: ProviderCall, status: number): GatewayErrorKind {
  if (status === 429) return 'rate_limited';
  if (status === 401 || status === 403) return 'misconfigured';
  // A proxy's 408 tells nothing about what the provider behind it has already done.
  if (status >= 400 && status < 500 && status !== 408) return 'rejected';
  return kindWithoutAnswer(call);
}

/** Silence about a read is harmless; silence about a write may hide that it happened. */
function kindWithoutAnswer({ effect }: ProviderCall): GatewayErrorKind {
  return effect === 'read' ? 'not_sent' : 'unknown_outcome';
}

function contentType({ body }: ProviderCall): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function singleValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return single;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
