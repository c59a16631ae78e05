import { brotliCompressSync, gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

/** One such body took ten seconds of a process in which nobody else was answered meanwhile. */
const QUICKLY_MS = 3000;

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterAll(() => world.close());

function post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  const authorization = `Bearer ${world.sandboxKey}`;
  return exchange({ method: 'POST', url: `${world.url}${path}`, body, headers: { authorization, ...headers } });
}

function expectRefusal(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
}

describe('a body that is work', () => {
  it.each([
    ['80 000 empty items', `{"items":[${'{},'.repeat(80_000)}{}]}`],
    ['100 000 numbers', `{"items":[${'1,'.repeat(100_000)}1]}`],
    ['20 000 fields', `{${Array.from({ length: 20_000 }, (_, index) => `"${index}":1`).join(',')}}`],
    ['20 000 pairs', `{"metadata":{${Array.from({ length: 20_000 }, (_, index) => `"${index}":"1"`).join(',')}}}`],
    ['100 000 levels of lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['40 000 levels of objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
    ['33 levels', `{"metadata":${'['.repeat(33)}${']'.repeat(33)}}`],
    ['a text of 250 kB', JSON.stringify(anOrder({ description: '4 '.repeat(120_000) }))],
  ])('is refused at once, in few words: %s', async (_, body) => {
    const startedMs = performance.now();
    const answer = await post('/v1/payments', body);

    expectRefusal(answer, 400);
    expect(answer.text.length).toBeLessThan(2000);
    expect(performance.now() - startedMs).toBeLessThan(QUICKLY_MS);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000, 0x20))],
    ['br', brotliCompressSync(Buffer.alloc(20_000_000, 0x20))],
  ])('is not unpacked beyond what it might have been: %s', async (encoding, bomb) => {
    const headers = { 'content-encoding': encoding };
    const answers = [
      await post('/v1/payments', bomb, headers),
      await post('/v1/payments', bomb, { ...headers, authorization: '' }),
      await post(`/webhooks/dojo/${'x'.repeat(32)}`, bomb, headers),
    ];

    for (const answer of answers) expectRefusal(answer, 413);
  });

  it('is not unpacked at all by a way that nobody knows', async () => {
    expectRefusal(await post('/v1/payments', '{}', { 'content-encoding': 'compress' }), 415);
  });
});

describe('a body that says a thing twice', () => {
  it('is read as its last word, in all that is made of it', async () => {
    const { reference } = anOrder();
    const body = `{"reference":"OTHER","reference":"${reference as string}","amount":{"value":1050,"currency":"GBP","value":7}}`;
    const made = await post('/v1/payments', body);
    const link = await post('/v1/links', `{"payment":${body}}`);

    expect(made.json()).toMatchObject({ reference, amount: { value: 7 } });
    expect(link.json()).toMatchObject({ payment: { reference, amount: { value: 7 } } });
  });
});

describe('names that mean something to JavaScript', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'are refused wherever a caller may name things, not dropped: %s',
    async (name) => {
      const pairs = `{"${name}":"x"}`;
      const order = JSON.stringify(anOrder());
      const bodies: [string, string][] = [
        ['/v1/payments', `${order.slice(0, -1)},"metadata":${pairs}}`],
        ['/v1/links', `{"payment":${order},"${name}":{}}`],
        ['/v1/connections', `{"provider":"dojo","name":"X","credentials":${pairs}}`],
        ['/v1/connections', `{"provider":"dojo","name":"X","credentials":{"apiKey":"x"},"settings":${pairs}}`],
      ];
      for (const [path, body] of bodies) expectRefusal(await post(path, body), 400);
      for (const query of [`${name}=x`, `${name}[x]=1`, `metadata[${name}]=x`]) {
        expectProblem(await rest.send('get', `/v1/payments?${query}`), 400, 'validation_failed');
      }
    },
  );

  it('are pairs like any other where an object has none of that name', async () => {
    const metadata = { name: 'a', length: 'b', call: 'c', toJSON: 'e', keys: 'f' };
    const { body } = await rest.send('post', '/v1/payments').send(anOrder({ metadata }));

    expect(body).toMatchObject({ metadata });
  });
});

describe('an e-mail address', () => {
  it.each([
    ['turns its reading around', 'a\u202eb@example.com'],
    ['holds a space that has no width', 'a\u200bb@example.com'],
    ['holds a byte order mark', 'a\ufeffb@example.com'],
    ['holds a hyphen that nobody sees', 'payer@ex\u00adample.com'],
    ['breaks the line as Unicode does', 'a\u2028b@example.com'],
    ['breaks the line as mail does', 'a@example.com\r\nBcc: other@example.com'],
    ['is two addresses', 'a@example.com,b@example.com'],
    ['has the at sign of another script', 'payer＠example.com'],
    ['has the letters of another script in its domain', 'payer@exａmple.com'],
    ['has the dot of another script', 'payer@example。com'],
    ['names an address of the network', 'payer@[127.0.0.1]'],
  ])('that %s is none', async (_, email) => {
    const answer = await rest.send('post', '/v1/payments').send(anOrder({ customer: { email } }));

    const paths = expectProblem(answer, 400, 'validation_failed').errors!.map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(['customer.email']));
  });

  it.each(['żaneta@example.com', 'payer@bücher.example', '王@example.com'])(
    'may be of any script: %s',
    async (email) => {
      const { body } = await rest.send('post', '/v1/payments').send(anOrder({ customer: { email } }));

      expect(body).toMatchObject({ customer: { email } });
    },
  );
});
