import { Agent, request } from 'undici';

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  // Read as the test expects it; a wrong expectation fails there.
  json<T = Record<string, unknown>>(): T;
}

interface Sent {
  readonly method: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly timeoutMs?: number;
}

// One connection per call: a scenario that resets a connection must not hurt the next call.
const agent = new Agent({ pipelining: 0 });

export async function send(url: string, { method, headers, body, timeoutMs = 5000 }: Sent): Promise<Reply> {
  const response = await request(url, {
    method: method as 'GET',
    headers,
    body,
    dispatcher: agent,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.body.text();
  return { status: response.statusCode, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
}
