import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { request } from 'undici';
import { exchange, type Answer } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

type Headers = Answer['headers'];

/** What every answer carries, whatever it is an answer to. */
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
const NOWHERE = [
  'x-powered-by',
  'server',
  'set-cookie',
  'access-control-allow-origin',
  'access-control-allow-credentials',
];

const UNKNOWN = 'x'.repeat(32);
const PAGES = [`/l/${UNKNOWN}`, `/l/${UNKNOWN}/return`, `/l/${UNKNOWN}/reminders/stop`, `/r/${UNKNOWN}`];
const OTHERS = [
  '/nothing',
  '/v1/nothing',
  '/%',
  '/assets/nothing',
  '/health/live',
  '/health/ready',
  '/openapi.json',
  '/dev/mailbox.json',
];
const KEPT = ['/docs', '/docs/errors', '/docs/swagger-ui.css', '/assets/style.css'];

const OPERATIONS = operationsOf('openapi.json');

let world: DunlinWorld;
let metricsUrl: string;
let overTls: string;

beforeAll(async () => {
  world = await DunlinWorld.create();
  const [metrics, port] = [await freePort(), await freePort()];
  metricsUrl = `http://127.0.0.1:${metrics}`;
  overTls = `http://127.0.0.1:${port}`;
  await world.start({ METRICS_PORT: String(metrics) });
  await world.start({ PORT: String(port), ROLE: 'api', PUBLIC_URL: 'https://pay.example.com' });
  await world.connect();
});

afterAll(() => world.close());

function operationsOf(file: string): { name: string; method: 'GET' | 'POST'; path: string }[] {
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase() as 'GET' | 'POST',
      path: path.replace(/\{\w+\}/g, 'pay_01h455vb4pex5vsknk084sn02q'),
    })),
  );
}

function expectGuarded(headers: Headers): void {
  expect(headers).toMatchObject(EVERYWHERE);
  expect(headers['request-id']).toBeDefined();
  expect(NOWHERE.filter((name) => headers[name] !== undefined)).toEqual([]);
  const policy = String(headers['content-security-policy']);
  for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
    expect(policy).toContain(part);
  expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
}

function expectKeptByNobody(headers: Headers): void {
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['etag']).toBeUndefined();
}

describe('every answer of the API', () => {
  it.each(OPERATIONS.map(({ name, ...operation }) => [name, operation] as const))(
    'is guarded and kept by nobody, with a key and without: %s',
    async (_, { method, path }) => {
      const body = method === 'GET' ? {} : { body: {} };
      const authorization = `Bearer ${world.sandboxKey}`;
      for (const headers of [{ authorization }, {}] as Record<string, string>[]) {
        const answer = await exchange({ method, url: `${world.url}${path}`, headers, ...body });

        expectGuarded(answer.headers);
        expectKeptByNobody(answer.headers);
        expect(answer.text === '' ? '; charset=utf-8' : answer.headers['content-type']).toMatch(/; charset=utf-8(;|$)/);
      }
    },
  );

  it('is so, too, where the body cannot be read, or is nothing that we take', async () => {
    const url = `${world.url}/v1/payments`;
    const authorization = `Bearer ${world.sandboxKey}`;
    for (const body of ['{', JSON.stringify({ reference: 'x'.repeat(300_000) }), '[]']) {
      const { headers, status } = await exchange({ method: 'POST', url, body, headers: { authorization } });

      expect([400, 413]).toContain(status);
      expectGuarded(headers);
      expectKeptByNobody(headers);
    }
  });
});

describe('every other answer', () => {
  it.each([...PAGES, ...OTHERS])('is guarded and kept by nobody: %s', async (path) => {
    const { headers } = await exchange({ method: 'GET', url: `${world.url}${path}` });

    expectGuarded(headers);
    expectKeptByNobody(headers);
  });

  it('of a link’s page, its button, and what leads elsewhere is guarded and kept by nobody', async () => {
    const { url } = await world.link('HEADERS-1');
    const answers = [
      await exchange({ method: 'GET', url }),
      await exchange({ method: 'GET', url: `${url}/pay` }),
      await exchange({ method: 'POST', url: `${url}/pay` }),
      await exchange({ method: 'GET', url: `${url}/return` }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 303, 303, 200]);
    for (const { headers } of answers) {
      expectGuarded(headers);
      expectKeptByNobody(headers);
    }
  });

  it('that goes on, such as the events of an open page, is guarded and kept by nobody', async () => {
    const { url } = await world.link('HEADERS-2');
    const hangUp = new AbortController();
    const { headers, body } = await request(`${url}/events`, { signal: hangUp.signal });
    body.on('error', () => undefined);
    hangUp.abort();

    expect(headers['content-type']).toMatch(/^text\/event-stream/);
    expectGuarded(headers);
    expectKeptByNobody(headers);
  });

  it.each(KEPT)('may be kept where it is the same for everybody: %s', async (path) => {
    const { headers, status } = await exchange({ method: 'GET', url: `${world.url}${path}` });

    expect(status).toBe(200);
    expectGuarded(headers);
    expect(headers['cache-control']).not.toBe('no-store');
  });

  it('does not make a browser store the key that was typed into the documentation', async () => {
    const { text } = await exchange({ method: 'GET', url: `${world.url}/docs/swagger-ui-init.js` });

    expect(text).toContain('"persistAuthorization": false');
  });

  it.each(['/metrics', '/nothing'])('of the metrics’ port is nothing for browsers: %s', async (path) => {
    const { headers } = await exchange({ method: 'GET', url: `${metricsUrl}${path}` });

    expect(headers).toMatchObject({ ...EVERYWHERE, 'x-frame-options': 'SAMEORIGIN' });
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expectKeptByNobody(headers);
    expect(NOWHERE.filter((name) => headers[name] !== undefined)).toEqual([]);
  });
});

describe('that only https may be used', () => {
  it('is said on every answer where PUBLIC_URL is https, for a year and with all names below', async () => {
    for (const path of ['/v1/payments', '/nothing', '/docs', '/assets/style.css', '/health/live', ...PAGES]) {
      const { headers } = await exchange({ method: 'GET', url: `${overTls}${path}` });

      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    }
  });

  it('is not said on a machine without TLS, which no browser could reach afterwards', async () => {
    const { headers } = await exchange({ method: 'GET', url: `${world.url}/health/live` });

    expect(headers['strict-transport-security']).toBeUndefined();
  });
});
