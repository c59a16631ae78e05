import createClient, { type MaybeOptionalInit } from 'openapi-fetch';
import type { HttpMethod, PathsWithMethod, RequiredKeysOf, SuccessResponse } from 'openapi-typescript-helpers';
import type { paths } from './api.types.js';
import { DunlinError, type Problem } from './dunlin.error.js';
import { retryingFetch } from './retrying.fetch.js';

export interface DunlinOptions {
  /** Where Dunlin is, without `/v1`. */
  readonly baseUrl: string;
  /** `dln_sandbox_…` or `dln_live_…`. */
  readonly apiKey: string;
  /** For each attempt, its answer included; 60 seconds, unless said otherwise: the feed holds an answer for up to 30. */
  readonly timeoutMs?: number;
  /** In all, the first one included; 5, unless said otherwise. */
  readonly maxAttempts?: number;
  /** The longest wait between two attempts, also when the server asks for more; 30 seconds, unless said otherwise. */
  readonly maxWaitMs?: number;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** How to wait; for tests. */
  readonly wait?: (ms: number) => Promise<void>;
}

type Answer<Operation> = Operation extends { responses: infer Responses extends Record<number, unknown> }
  ? SuccessResponse<Responses>
  : never;

type Call<Method extends HttpMethod> = <
  Path extends PathsWithMethod<paths, Method>,
  Init extends MaybeOptionalInit<paths[Path], Method>,
>(
  path: Path,
  ...init: RequiredKeysOf<Init> extends never ? [init?: Init] : [init: Init]
) => Promise<Answer<paths[Path][Method]>>;

interface Exchange {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Every operation of the API, by method and path, with the types of its parameters, body and answer. Answers of 2xx are
 * returned, all others thrown.
 * @throws DunlinError what the API refused, as its problem says
 * @throws DunlinConnectionError no answer, after all attempts
 */
export class Dunlin {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;

  constructor(options: DunlinOptions) {
    const client = createClient<paths>({
      baseUrl: options.baseUrl,
      headers: { Authorization: `Bearer ${options.apiKey}` },
      fetch: retryingFetch({
        fetch: options.fetch ?? ((request) => fetch(request)),
        timeoutMs: options.timeoutMs ?? 60_000,
        maxAttempts: options.maxAttempts ?? 5,
        maxWaitMs: options.maxWaitMs ?? 30_000,
        wait: options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
      }),
    });
    this.get = throwing(client.GET) as Call<'get'>;
    this.post = throwing(client.POST) as Call<'post'>;
    this.put = throwing(client.PUT) as Call<'put'>;
    this.patch = throwing(client.PATCH) as Call<'patch'>;
    this.delete = throwing(client.DELETE) as Call<'delete'>;
  }
}

/** The methods of `openapi-fetch` answer both ways; here a refusal is an exception. */
function throwing(send: unknown): (path: string, init?: object) => Promise<unknown> {
  return async (path, init) => {
    const exchange = await (send as (path: string, init?: object) => Promise<Exchange>)(path, init);
    if (exchange.response.ok) return exchange.data;
    const problem = typeof exchange.error === 'object' && exchange.error !== null ? exchange.error : {};
    throw new DunlinError(exchange.response.status, problem as Partial<Problem>);
  };
}
