import { inspect } from 'node:util';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { GatewayError } from '../../../../src/gateways/gateway-error.js';
import { ProviderHttp, type ProviderCall } from '../../../../src/gateways/kit/provider-http.js';
import { openProviderPool } from '../../../../src/gateways/kit/provider-pool.js';
import { refusingUrl, ScriptedProvider, type ScriptedAnswer } from '../../../contract/scripted-provider.js';

const KEY = 'very-private-key-0123456789';
const READ: ProviderCall = { operation: 'look', method: 'GET', path: '/thing', effect: 'read' };
const WRITE: ProviderCall = { operation: 'make', method: 'POST', path: '/things', body: { a: 1 }, effect: 'write' };

let provider: ScriptedProvider;
const pools: { destroy(): Promise<void> }[] = [];

beforeAll(async () => {
  provider = await ScriptedProvider.start();
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
  await provider.stop();
});

function httpTo(baseUrl: string, timeoutMs = 150): ProviderHttp {
  const dispatcher = openProviderPool({ baseUrl, timeoutMs });
  pools.push(dispatcher);
  return new ProviderHttp({
    dispatcher,
    baseUrl,
    timeoutMs,
    headers: { authorization: `Basic ${KEY}` },
    secrets: [KEY],
    readMessage: (body) => (body as { message?: string } | undefined)?.message,
  });
}

async function failureOf(call: ProviderCall, answer?: ScriptedAnswer, baseUrl = provider.url): Promise<GatewayError> {
  if (answer) provider.answers(answer);
  const error: unknown = await httpTo(baseUrl)
    .request(call)
    .catch((caught: unknown) => caught);
  if (!(error instanceof GatewayError)) throw new Error(`Not a GatewayError: ${inspect(error)}`);
  return error;
}

describe('ProviderHttp', () => {
  it('returns status, lower-case headers, parsed JSON and text of a 2xx', async () => {
    provider.answers({ status: 201, headers: { 'X-Thing': 'yes' }, body: { ok: true } });
    const answer = await httpTo(provider.url).request(WRITE);
    expect(answer).toMatchObject({
      status: 201,
      body: { ok: true },
      text: '{"ok":true}',
      headers: { 'x-thing': 'yes' },
    });
    expect(provider.seen[0]).toMatchObject({ method: 'POST', path: '/things', text: '{"a":1}' });
    expect(provider.seen[0]?.headers).toMatchObject({
      authorization: `Basic ${KEY}`,
      'content-type': 'application/json',
      accept: 'application/json',
    });
  });

  it('keeps a path prefix of the base URL', async () => {
    provider.answers({ status: 200, body: {} });
    await httpTo(`${provider.url}/dojo/`).request(READ);
    expect(provider.seen[0]?.path).toBe('/dojo/thing');
  });

  it('takes an empty 2xx as an answer without a body', async () => {
    provider.answers({ status: 204 });
    await expect(httpTo(provider.url).request(WRITE)).resolves.toMatchObject({ status: 204, body: undefined });
  });

  it.each<[string, ScriptedAnswer]>([
    ['silence', 'silence'],
    ['a slow drip', 'drip'],
    ['a reset', 'reset'],
    ['500', { status: 500, body: { message: 'oops' } }],
    ['502 with HTML', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' }],
    ['503', { status: 503 }],
    ['408', { status: 408 }],
    ['an unreadable 200', { status: 200, body: '<html>' }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['an answer beyond 1 MiB', { status: 200, body: JSON.stringify('x'.repeat(1_100_000)) }],
  ])('cannot know the outcome of a write that met %s, and has surely only failed to read', async (_, answer) => {
    expect((await failureOf(WRITE, answer)).kind).toBe('unknown_outcome');
    expect(provider.seen).toHaveLength(1);
    expect((await failureOf(READ, answer)).kind).toBe('not_sent');
  });

  it.each<[number, string]>([
    [400, 'rejected'],
    [404, 'rejected'],
    [409, 'rejected'],
    [401, 'misconfigured'],
    [403, 'misconfigured'],
    [429, 'rate_limited'],
  ])('calls %i the same for reads and writes: %s', async (status, kind) => {
    const facts = { kind, providerStatus: status };
    expect(await failureOf(WRITE, { status, body: { message: 'no' } })).toMatchObject(facts);
    expect(await failureOf(READ, { status })).toMatchObject(facts);
  });

  it('knows that a refused connection sent nothing', async () => {
    const error = await failureOf(WRITE, undefined, await refusingUrl());
    expect(error.kind).toBe('not_sent');
    expect(error.message).toBe('make: could not connect (ECONNREFUSED)');
  });

  it('knows that a name which does not resolve sent nothing', async () => {
    expect((await failureOf(WRITE, undefined, 'http://nowhere.invalid')).kind).toBe('not_sent');
  });

  it('knows that a broken TLS handshake sent nothing', async () => {
    const server: Server = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect((await failureOf(WRITE, undefined, `https://127.0.0.1:${port}`)).kind).toBe('not_sent');
    await new Promise((resolve) => server.close(resolve));
  });

  it('knows that a handshake which never ends sent nothing', async () => {
    const server: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const error = await failureOf(WRITE, undefined, `https://127.0.0.1:${port}`);
    expect(error).toMatchObject({ kind: 'not_sent', message: 'make: could not connect (UND_ERR_CONNECT_TIMEOUT)' });
    server.close();
  });

  it('gives up at the deadline of the whole call', async () => {
    const startedMs = performance.now();
    await failureOf(WRITE, 'drip');
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });

  it('passes Retry-After on', async () => {
    const answer = { status: 429, headers: { 'retry-after': '7' } };
    expect((await failureOf(READ, answer)).retryAfterSeconds).toBe(7);
    expect((await failureOf(READ, { status: 429 })).retryAfterSeconds).toBeUndefined();
  });

  it('returns an answer outside 2xx that the call accepts', async () => {
    provider.answers({ status: 404, body: { gone: true } });
    const call: ProviderCall = { ...READ, accepts: ({ status }) => status === 404 };
    await expect(httpTo(provider.url).request(call)).resolves.toMatchObject({ status: 404, body: { gone: true } });
  });

  it('takes a 2xx that its reader does not understand as no answer', async () => {
    provider.answers({ status: 200, body: { other: 1 } });
    const nothing = (): undefined => undefined;
    await expect(httpTo(provider.url).requestAs(WRITE, nothing)).rejects.toMatchObject({ kind: 'unknown_outcome' });
    await expect(httpTo(provider.url).requestAs(READ, nothing)).rejects.toMatchObject({ kind: 'not_sent' });
  });

  it('shows neither key nor payer in an error, even if the provider echoes them and all is inspected', async () => {
    const payerDetails = ['Sam Sample', 'sam@example.com', '07700 900123', null];
    const body = { message: `Basic ${KEY} for Sam Sample\nsam@example.com 07700 900123 sk_sandbox_abc` };
    const error = await failureOf({ ...WRITE, payerDetails }, { status: 400, body });
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack;
    for (const secret of [KEY, 'Sam Sample', 'sam@example.com', '900123', 'sk_sandbox_abc']) {
      expect(shown).not.toContain(secret);
    }
    expect(error.message).not.toContain('\n');
  });

  it('shows no key in an error of the connection itself', async () => {
    const error = await failureOf(WRITE, 'reset');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(KEY);
  });
});
