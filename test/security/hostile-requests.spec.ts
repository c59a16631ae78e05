import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { sha256 } from '../../src/common/crypto.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { rawRequest, sendRaw } from '../support/raw.http.js';
import { anOrder, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const JSON_TYPE = 'Content-Type: application/json';
const FOREIGN_HOSTS = [
  ['Host', { host: 'evil.example' }],
  ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
  ['Forwarded', { forwarded: 'host=evil.example;proto=https' }],
  ['X-Original-URL', { 'x-original-url': '/v1/payments', 'x-rewrite-url': '/v1/payments' }],
] as const;

let world: DunlinWorld;
let rest: RestCalls;
let key: string;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
  key = `Authorization: Bearer ${world.sandboxKey}`;
});

afterAll(() => world.close());

function raw(line: string, headers: readonly string[] = [], body = '') {
  return sendRaw(world.url, rawRequest(line, headers, body));
}

async function payments(): Promise<number> {
  const [row] = await world.rows<{ count: string }>('SELECT count(*) FROM payments');
  return Number(row!.count);
}

describe('a message whose end is a matter of opinion', () => {
  const smuggled = 'GET /v1/payments HTTP/1.1\r\nHost: dunlin.example\r\n\r\n';

  it.each([
    ['both Content-Length and Transfer-Encoding', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['two Content-Length', ['Content-Length: 2', 'Content-Length: 60'], '{}'],
    ['an unknown Transfer-Encoding', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
    ['two Transfer-Encoding', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], '0\r\n\r\n'],
    ['a space before the colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
    ['a folded header', ['X-Note: a\r\n b'], ''],
    ['a line feed within a chunk’s size', ['Transfer-Encoding: chunked'], '2;a=\n\r\n{}\r\n0\r\n\r\n'],
  ])('is refused, with all that follows it: %s', async (_, headers, body) => {
    const { statuses } = await raw('POST /v1/payments', [key, JSON_TYPE, ...headers], body + smuggled);

    expect(statuses).toEqual([400]);
  });

  it('is refused where the body ends before its length, and nothing is made of what came', async () => {
    const before = await payments();
    const body = JSON.stringify(anOrder());
    const { hostname, port } = new URL(world.url);
    const bytes = rawRequest('POST /v1/payments', [key, JSON_TYPE, `Content-Length: ${body.length + 9}`], body);
    const socket = connect(Number(port), hostname, () => socket.end(bytes)).resume();
    await once(socket, 'close');

    expect(await payments()).toBe(before);
  });

  it('is answered in order when requests are sent without waiting, each for its own caller', async () => {
    const first = 'GET /v1/payments HTTP/1.1\r\nHost: dunlin.example\r\n';
    const { statuses } = await sendRaw(
      world.url,
      `${first}${key}\r\n\r\n${first}\r\n${rawRequest('GET /health/live')}`,
    );

    expect(statuses).toEqual([200, 401, 200]);
  });
});

describe('a request that is too much', () => {
  it.each([
    ['a header of 20 kB', [`X-Note: ${'a'.repeat(20_000)}`]],
    ['3000 headers', Array.from({ length: 3000 }, (_, index) => `X-${index}: a`)],
  ])('is refused: %s', async (_, headers) => {
    expect((await raw('GET /health/live', headers)).statuses).toEqual([431]);
  });

  it('is given up while its headers still drip', async () => {
    const { statuses } = await sendRaw(world.url, 'GET /health/live HTTP/1.1\r\nHost: dunlin.example\r\nX-Note: ');

    expect(statuses).toEqual([408]);
  });
});

describe('a header that comes twice', () => {
  it('is refused where it says who calls, what comes, or what is repeated, in either order', async () => {
    const before = await payments();
    const body = JSON.stringify(anOrder());
    const headers = [key, JSON_TYPE, 'Idempotency-Key: twice-1', `Content-Length: ${body.length}`];
    for (const second of ['Authorization: Bearer nonsense', 'Content-Type: text/plain', 'Idempotency-Key: twice-2']) {
      for (const all of [
        [...headers, second],
        [second, ...headers],
      ]) {
        expect((await raw('POST /v1/payments', all, body)).statuses).toEqual([400]);
      }
    }

    expect(await payments()).toBe(before);
  });
});

describe('a method', () => {
  it.each(['TRACE', 'OPTIONS', 'PROPFIND', 'PUT', 'DELETE'])('that no route has is refused: %s', async (method) => {
    const { statuses, text } = await raw(`${method} /v1/payments`, [key]);

    expect(statuses).toEqual([405]);
    expect(text).not.toContain(world.sandboxKey);
  });

  it('is what the request line says, whatever a header or parameter would have it', async () => {
    const { body } = await rest
      .send('post', '/v1/payments')
      .set({ 'X-HTTP-Method-Override': 'DELETE', 'X-Method-Override': 'DELETE' })
      .send(anOrder());

    expect(body).toMatchObject({ object: 'payment' });
    expect((await rest.send('post', '/v1/payments?_method=DELETE').send(anOrder())).status).toBe(201);
  });

  it('is not granted to pages of other origins: a preflight is refused, and no answer names an origin', async () => {
    const preflight = await raw('OPTIONS /v1/payments', [
      'Origin: https://evil.example',
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: authorization, content-type',
    ]);
    const simple = await raw('GET /v1/payments', [key, 'Origin: https://evil.example']);

    expect(preflight.statuses).toEqual([405]);
    expect(simple.statuses).toEqual([200]);
    for (const { text } of [preflight, simple]) expect(text).not.toMatch(/access-control-/i);
  });
});

describe('a path', () => {
  it.each([
    '//v1/payments',
    '/v1//payments',
    '/v1/../v1/payments',
    '/v1/%2e%2e/health/live',
    '/%76%31/payments',
    '/v1\\payments',
    '/v1/payments;x=1',
    '/v1/payments%2f',
    '/v1/payments%00',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%2e%2e/page.eta',
    '/assets/',
    '/docs/..%2f..%2fpackage.json',
    '/.git/config',
    '/.env',
    '/package.json',
  ])('that is written oddly leads nowhere: %s', async (path) => {
    const { statuses, text } = await raw(`GET ${path}`, [key]);

    expect(statuses).toEqual([404]);
    expect(text).toContain('"code":"not_found"');
  });

  it('that is written in other cases, or ends in a slash, still needs a key', async () => {
    for (const path of ['/V1/payments', '/v1/PAYMENTS', '/v1/payments/', 'http://evil.example/v1/payments']) {
      expect((await raw(`GET ${path}`)).statuses).toEqual([401]);
    }
  });
});

describe('what a caller says of our own name', () => {
  it.each(FOREIGN_HOSTS)('%s stands in no link, mail, page or redirect', async (_, headers) => {
    const email = `${randomUUID()}@example.com`;
    const order = { payment: anOrder({ customer: { email } }), send: {} };
    const made = await exchange({
      method: 'POST',
      url: `${world.url}/v1/links`,
      headers: { ...headers, authorization: `Bearer ${world.sandboxKey}` },
      body: order,
    });
    const { url } = made.json<LinkDto>();
    const page = await exchange({ method: 'GET', url, headers });
    const pressed = await exchange({ method: 'POST', url: `${url}/pay`, headers });
    const [intent] = await world.provider.intentsFor(String((order.payment as { reference: string }).reference));

    expect(url).toMatch(new RegExp(`^${world.url}/l/`));
    expect(page.status).toBe(200);
    expect(pressed.status).toBe(303);
    expect(intent).toBeDefined();
    for (const { text, headers: told } of [made, page, pressed]) {
      expect(text + JSON.stringify(told)).not.toContain('evil.example');
    }
    expect((await world.mails()).filter((mail) => mail.includes('evil.example'))).toEqual([]);
  });
});

describe('a page of another site', () => {
  it('finds nothing in a payer’s browser to act with: no answer sets a cookie, and none is read', async () => {
    const { url } = await world.link(`INV-${randomUUID()}`);
    const visits = [
      await exchange({ method: 'GET', url }),
      await exchange({ method: 'GET', url: `${url}/reminders/stop` }),
      await exchange({ method: 'POST', url: `${url}/reminders/stop` }),
      await exchange({ method: 'POST', url: `${url}/pay` }),
      await exchange({ method: 'GET', url: `${world.url}/docs` }),
      await exchange({
        method: 'GET',
        url: `${world.url}/v1/payments`,
        headers: { cookie: `key=${world.sandboxKey}` },
      }),
    ];

    expect(visits.map(({ status }) => status)).toEqual([200, 200, 200, 303, 200, 401]);
    expect(visits.map(({ headers }) => headers['set-cookie'])).toEqual(visits.map(() => undefined));
  });

  it('cannot pay or stop reminders by having something loaded: both take a POST under the link’s own secret', async () => {
    const link = await world.link(`INV-${randomUUID()}`);
    const paths = ['', '/pay', '/reminders/stop', '/return'];
    for (const path of paths) await exchange({ method: 'GET', url: `${link.url}${path}` });
    const read = await world.api.read<LinkDto>(`/v1/links/${link.id}`);
    const stopped = await world.rows('SELECT FROM links WHERE reminders_stopped_at IS NOT NULL AND token_hash = $1', [
      sha256(new URL(link.url).pathname.slice('/l/'.length)),
    ]);
    const guessed = await exchange({ method: 'POST', url: `${world.url}/l/${'x'.repeat(32)}/pay` });

    expect(read.payment.status).toBe('open');
    expect(stopped).toEqual([]);
    expect(guessed.status).toBe(404);
  });
});
