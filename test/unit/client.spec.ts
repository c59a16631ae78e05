import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { Dunlin } from '../../clients/typescript/src/dunlin.client.js';
import { DunlinConnectionError, DunlinError } from '../../clients/typescript/src/dunlin.error.js';
import { verifyWebhook, WebhookError } from '../../clients/typescript/src/webhook.verifier.js';
import { newWebhookSecret, signWebhook } from '../../src/webhooks/outgoing/webhook-signature.js';

jest.setTimeout(60_000);

const run = promisify(execFile);

describe('the sources of the typed client', () => {
  it('are generated from openapi.json as it is', async () => {
    const { stderr } = await run(process.execPath, ['clients/typescript/generate.mjs', '--check']);
    expect(stderr).toBe('');
  });

  it('compile under strict rules', async () => {
    const compiler = 'node_modules/typescript/bin/tsc';
    const { stdout } = await run(process.execPath, [compiler, '--noEmit', '-p', 'clients/typescript/tsconfig.json']);
    expect(stdout).toBe('');
  });
});

describe('the typed client', () => {
  const body = { reference: 'INV-1', amount: { value: 1050, currency: 'GBP' } };

  it.each([500, 502, 503, 429])('repeats after %d, under the same key', async (status) => {
    const { dunlin, requests } = clientOf([problem(status, 'x'), json(201, { id: 'pay_1' })]);

    await expect(dunlin.post('/v1/payments', { body })).resolves.toEqual({ id: 'pay_1' });
    expect(requests).toHaveLength(2);
    expect(requests[0]!.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(requests[1]).toEqual(requests[0]);
  });

  it('repeats when the first request is still running, and not on other conflicts', async () => {
    const running = clientOf([problem(409, 'idempotency_in_progress'), json(201, {})]);
    const conflict = clientOf([problem(409, 'reference_conflict'), json(201, {})]);

    await running.dunlin.post('/v1/payments', { body });
    await expect(conflict.dunlin.post('/v1/payments', { body })).rejects.toMatchObject({ code: 'reference_conflict' });
    expect([running.requests.length, conflict.requests.length]).toEqual([2, 1]);
  });

  it('waits as long as it is asked to, but no longer than it was told', async () => {
    const asked = [
      problem(429, 'rate_limited', { 'Retry-After': '2' }),
      problem(503, 'unavailable', { 'Retry-After': '900' }),
    ];
    const { dunlin, waits } = clientOf([...asked, json(200, {})]);

    await dunlin.get('/v1/payments');
    expect(waits).toEqual([2000, 30_000]);
  });

  it('keeps the key that it is given', async () => {
    const { dunlin, requests } = clientOf([json(201, {})]);

    await dunlin.post('/v1/payments', { body, headers: { 'Idempotency-Key': 'wish-1' } });
    expect(requests[0]!.key).toBe('wish-1');
  });

  it('tells the key when no answer ever came', async () => {
    const { dunlin, requests } = clientOf([]);
    const failure = await dunlin.post('/v1/payments', { body }).then(
      () => undefined,
      (error: unknown) => error,
    );

    expect(failure).toBeInstanceOf(DunlinConnectionError);
    expect((failure as DunlinConnectionError).idempotencyKey).toBe(requests[0]!.key);
    expect(requests).toHaveLength(5);
  });

  it('gives up after five attempts, with what the last one answered', async () => {
    const { dunlin, requests } = clientOf(Array.from({ length: 9 }, () => problem(503, 'unavailable')));

    await expect(dunlin.get('/v1/payments')).rejects.toMatchObject({
      name: 'DunlinError',
      status: 503,
      code: 'unavailable',
    });
    expect(requests).toHaveLength(5);
  });

  it('understands an error that is none of ours', async () => {
    const { dunlin } = clientOf([new Response('<html>', { status: 418 }), new Response('<html>', { status: 409 })]);

    await expect(dunlin.get('/v1/payments')).rejects.toEqual(new DunlinError(418, {}));
    await expect(dunlin.get('/v1/payments')).rejects.toEqual(new DunlinError(409, {}));
  });

  it('repeats when an answer breaks off half-way', async () => {
    const torn = new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) });
    const { dunlin, requests } = clientOf([new Response(torn, { status: 201 }), json(201, { id: 'pay_1' })]);

    await expect(dunlin.post('/v1/payments', { body })).resolves.toEqual({ id: 'pay_1' });
    expect(requests[1]).toEqual(requests[0]);
  });

  it('reads to its end what it does not use, so that the connection is free', async () => {
    const refusals = Array.from({ length: 2 }, () => problem(503, 'unavailable'));
    const { dunlin } = clientOf([...refusals, json(200, {})]);

    await dunlin.get('/v1/payments');
    expect(refusals.map(({ bodyUsed }) => bodyUsed)).toEqual([true, true]);
  });

  it('passes on an answer without a body', async () => {
    const { dunlin } = clientOf([new Response(null, { status: 204 })]);

    await expect(dunlin.delete('/v1/api-keys/{id}', { params: { path: { id: 'key_1' } } })).resolves.toBeUndefined();
  });
});

describe('verifying a webhook', () => {
  const secret = newWebhookSecret();
  const now = new Date('2026-11-20T10:00:00.000Z');
  const body = JSON.stringify({ id: 'evt_1', type: 'payment.paid' });
  const headersOf = (secrets: readonly string[], timestamp = now) => ({
    ...signWebhook({ id: 'evt_1', timestamp, body, secrets }),
  });

  it('gives the event of a delivery that Dunlin signed', () => {
    expect(verifyWebhook({ headers: headersOf([secret]), body: Buffer.from(body) }, secret, now)).toMatchObject({
      id: 'evt_1',
    });
  });

  it('takes one right signature among several, as during a rotation', () => {
    expect(verifyWebhook({ headers: headersOf([newWebhookSecret(), secret]), body }, secret, now)).toMatchObject({
      id: 'evt_1',
    });
  });

  it.each([
    ['another secret', headersOf([newWebhookSecret()]), body],
    ['another body', headersOf([secret]), `${body} `],
    ['an old timestamp', headersOf([secret], new Date('2026-11-20T09:54:00.000Z')), body],
    ['a timestamp of the future', headersOf([secret], new Date('2026-11-20T10:06:00.000Z')), body],
    ['a timestamp that is none', { ...headersOf([secret]), 'webhook-timestamp': 'soon' }, body],
    ['no signature', { ...headersOf([secret]), 'webhook-signature': undefined }, body],
  ])('refuses %s', (_, headers, sent) => {
    expect(() => verifyWebhook({ headers, body: sent }, secret, now)).toThrow(WebhookError);
  });
});

/** A client whose server gives these answers, one after the other, and then none. */
function clientOf(answers: readonly Response[]) {
  const waiting = [...answers];
  const requests: { key: string | null; body: string }[] = [];
  const waits: number[] = [];
  const dunlin = new Dunlin({
    baseUrl: 'http://dunlin.example',
    apiKey: 'dln_sandbox_example',
    wait: (ms) => Promise.resolve(void waits.push(ms)),
    fetch: async (request) => {
      requests.push({ key: request.headers.get('Idempotency-Key'), body: await request.text() });
      const answer = waiting.shift();
      if (!answer) throw new TypeError('fetch failed');
      return answer;
    },
  });
  return { dunlin, requests, waits };
}

function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json(
    status,
    { status, code, detail: 'No.', requestId: 'r' },
    { 'Content-Type': 'application/problem+json', ...headers },
  );
}
