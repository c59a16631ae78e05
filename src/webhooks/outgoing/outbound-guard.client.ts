import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { OutboundGuard } from './outbound-guard.js';
import type { OutboundMode, ResolveAddresses } from './outbound-guard.js';
import { guardedConnector } from './outbound-guard.connector.js';
import { errorCode, OutboundFailure, withCode } from './outbound-guard.failure.js';

export interface OutboundClientOptions {
  /** Special ranges that sandbox mode may call, e.g. `127.0.0.0/8`. */
  readonly allowCidrs: readonly string[];
  /** For a whole call, from resolving the name to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Replaces the system's name resolution. */
  readonly resolve?: ResolveAddresses;
  /** Certificates (PEM) trusted instead of the well-known authorities. */
  readonly ca?: string;
}

export interface OutboundCall {
  readonly url: string;
  readonly mode: OutboundMode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Shorter than the client's own deadline; a longer one counts for nothing. */
  readonly timeoutMs?: number;
}

export interface OutboundAnswer {
  readonly status: number;
  /** From `Retry-After`, in either of its forms. */
  readonly retryAfterSeconds?: number;
  /** The first 16 KiB, read as UTF-8, without NUL characters. */
  readonly body: string;
  readonly durationMs: number;
}

const MAX_ANSWER_BYTES = 16 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
/** A connection keeps the address that was judged when it was opened: beyond this age a name's new answer counts. */
const MAX_CONNECTION_AGE_MS = 60_000;

const CUT_CODES = new Set(['UND_ERR_SOCKET', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'ECONNRESET', 'EPIPE']);

/**
 * The only HTTP client to addresses that customers give: guarded in three layers (see OutboundGuard), TLS 1.2 or newer,
 * without redirects, proxies from the environment, cookies or decompression. Connections are kept apart per mode, so
 * that one opened under sandbox rules never carries a live call.
 */
export class OutboundClient {
  private readonly guard: OutboundGuard;
  private readonly agents: Readonly<Record<OutboundMode, Agent>>;
  private readonly timeoutMs: number;

  constructor({ allowCidrs, timeoutMs, resolve, ca }: OutboundClientOptions) {
    const guard = new OutboundGuard({ allowCidrs, resolve });
    const agentFor = (mode: OutboundMode) =>
      new Agent({
        connect: guardedConnector({ guard, mode, timeoutMs, ca }),
        maxHeaderSize: MAX_HEADER_BYTES,
        clientTtl: MAX_CONNECTION_AGE_MS,
        // The deadline of the whole call replaces both: they start anew with every byte, which a slow drip exploits.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
    this.guard = guard;
    this.timeoutMs = timeoutMs;
    this.agents = { sandbox: agentFor('sandbox'), live: agentFor('live') };
  }

  /**
   * Whether an address may be called as things stand: its text, and what its name resolves to now. Opens no connection.
   * @throws UrlNotAllowed, or OutboundFailure `dns` or `timeout`
   */
  async checkUrl(url: string, mode: OutboundMode): Promise<void> {
    const target = this.guard.checkUrl(url, { mode });
    await this.withinDeadline(this.timeoutMs, () => this.guard.resolve(target));
  }

  /**
   * One POST, never repeated here. Any status is an answer, redirects included.
   * @throws OutboundFailure
   */
  async post({ url, mode, headers, body, timeoutMs = this.timeoutMs }: OutboundCall): Promise<OutboundAnswer> {
    const startedAt = performance.now();
    const target = this.guard.checkUrl(url, { mode });
    const answer = await this.withinDeadline(Math.min(timeoutMs, this.timeoutMs), async (signal) => {
      const response = await this.agents[mode].request({
        origin: target.url.origin,
        path: `${target.url.pathname}${target.url.search}`,
        method: 'POST',
        headers,
        body,
        signal,
      });
      return {
        status: response.statusCode,
        retryAfterSeconds: retryAfterSeconds(response.headers),
        body: await readCapped(response.body),
      };
    });
    return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
  }

  /** Cuts whatever still runs: let callers finish first. */
  async close(): Promise<void> {
    await Promise.all([this.agents.sandbox.destroy(), this.agents.live.destroy()]);
  }

  private async withinDeadline<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // A race, because undici does not look at the signal while it still connects, and name resolution never does.
    const expiry = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new OutboundFailure('timeout', `No complete answer within ${timeoutMs} ms.`));
        controller.abort();
      }, timeoutMs);
    });
    try {
      return await Promise.race([work(controller.signal), expiry]);
    } catch (error) {
      throw asOutboundFailure(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Leaving the loop early destroys the body and with it the connection: nothing more is received. */
async function readCapped(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_ANSWER_BYTES) break;
  }
  const kept = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES);
  // `stream` drops a character cut in two. PostgreSQL cannot store NUL in text.
  return new TextDecoder().decode(kept, { stream: true }).replaceAll('\0', '\uFFFD');
}

/** RFC 9110 §10.2.3. A date is counted from the answer's own `Date`, so that the two clocks need not agree. */
function retryAfterSeconds(headers: Dispatcher.ResponseData['headers']): number | undefined {
  const [retryAfter, date] = [String(headers['retry-after']), String(headers['date'])];
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - Date.parse(date)) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function asOutboundFailure(error: unknown): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  if (CUT_CODES.has(errorCode(error))) {
    return new OutboundFailure('reset', 'The connection was closed before the answer was complete.');
  }
  return new OutboundFailure('protocol', withCode('No valid HTTP answer', error));
}
