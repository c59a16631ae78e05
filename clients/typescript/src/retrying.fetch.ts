import { DunlinConnectionError } from './dunlin.error.js';

export interface RetryOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** For each attempt. */
  readonly timeoutMs: number;
  /** In all, the first one included. */
  readonly maxAttempts: number;
  readonly maxWaitMs: number;
  readonly wait: (ms: number) => Promise<void>;
}

const FIRST_WAIT_MS = 250;

/**
 * A `fetch` that tries again where trying again helps: no answer, 5xx, 429, and 409 `idempotency_in_progress`. Every POST
 * has an `Idempotency-Key` that stays the same over all attempts, so that nothing is done twice.
 * @throws DunlinConnectionError when the last attempt got no answer
 */
export function retryingFetch(options: RetryOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= options.maxAttempts;
      const answer = await once(request, options, isLast);
      if (answer && (isLast || !(await isWorthRepeating(answer)))) return answer;
      await options.wait(Math.min(waitMs(answer, attempt), options.maxWaitMs));
    }
  };
}

async function once(request: Request, options: RetryOptions, isLast: boolean): Promise<Response | undefined> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs)]);
  try {
    // A body can be read once, so each attempt sends a copy.
    return await whole(await options.fetch(new Request(request.clone(), { signal })));
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (isLast) throw new DunlinConnectionError(request.headers.get('Idempotency-Key'), error);
    return undefined;
  }
}

/** An answer that breaks off half-way is none, and one that nobody reads to its end would keep its connection. */
async function whole(answer: Response): Promise<Response> {
  const body = await answer.arrayBuffer();
  const { status, statusText, headers } = answer;
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

async function isWorthRepeating(answer: Response): Promise<boolean> {
  if (answer.status >= 500 || answer.status === 429) return true;
  if (answer.status !== 409) return false;
  // What stands between the two may answer 409 with a page of its own.
  const problem = (await answer
    .clone()
    .json()
    .catch(() => null)) as { code?: string } | null;
  return problem?.code === 'idempotency_in_progress';
}

/** What the server asks for, else twice as long each time, and never the same for all. */
function waitMs(answer: Response | undefined, attempt: number): number {
  const seconds = Number(answer?.headers.get('Retry-After') ?? Number.NaN);
  if (Number.isFinite(seconds)) return seconds * 1000;
  return FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}
