import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Agent, request } from 'undici';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { ApiClient, exchange } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';
import { anOrder } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let proxy: PostgresProxy;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  await world.start({ DATABASE_URL: proxy.url });
  await world.connect();
});

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

describe('a start that cannot succeed', () => {
  const wrong: Record<string, Record<string, string>> = {
    PORT: { PORT: 'eighty' },
    LOOK_SCHEDULE: { LOOK_SCHEDULE: '30,10' },
    OUTBOUND_ALLOW_CIDRS: { OUTBOUND_ALLOW_CIDRS: 'everything' },
    SECRET_KEYS: { SECRET_KEYS: 'k1:short' },
    KEY_PEPPER: { KEY_PEPPER: 'a pepper of some other installation' },
    BOOTSTRAP_SANDBOX_KEY: { BOOTSTRAP_SANDBOX_KEY: 'dln_sandbox_typo' },
  };

  it.each(Object.entries(wrong))('names %s in one line and exits with 1', async (variable, env) => {
    const started = world.spawn({ PORT: String(await freePort()), ...env });
    const exit = await started.exit();

    expect(exit).toEqual({ code: 1, signal: null });
    expect(started.stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(variable)]);
    expect(started.stderr).not.toContain(Object.values(env)[0]);
  });

  it('says in one line that the port is taken', async () => {
    const started = world.spawn();
    const exit = await started.exit();

    expect(exit).toEqual({ code: 1, signal: null });
    expect(started.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/port \d+ is taken: .* set PORT/)]);
  });
});

describe('SIGTERM', () => {
  it('lets a request that runs come to its answer, then exits with 0', async () => {
    const { program, link } = await programOfItsOwn();
    await world.provider.scenario({ name: 'provider_timeout', reference: link.payment.reference, operation: 'create' });
    const pressed = exchange({ method: 'POST', url: `${link.url.replace(world.url, program.url)}/pay` });
    await world.provider.waitForCall(link.payment.reference, 'create');
    const [answer, exit] = await Promise.all([pressed, program.kill('SIGTERM')]);

    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toContain('/checkout/');
    expect(exit).toEqual({ code: 0, signal: null });
    expect(program.stderr).toBe('');
  });

  it('is not held up by connections that only stay open, nor by a page that listens for news', async () => {
    const { program, link } = await programOfItsOwn();
    const keepAlive = new Agent({ keepAliveTimeout: 60_000 });
    await exchange({ method: 'GET', url: `${program.url}/health/live`, dispatcher: keepAlive });
    // Resolves with the stream's beginning: a connection that is only on its way would be refused, and rightly so.
    const listening = await request(`${link.url.replace(world.url, program.url)}/events`);
    const startedMs = performance.now();
    const exit = await program.kill('SIGTERM');
    const tookMs = performance.now() - startedMs;
    await Promise.all([keepAlive.close(), listening.body.text()]);

    expect(exit).toEqual({ code: 0, signal: null });
    expect(tookMs).toBeLessThan(10_000);
  });

  it('is not held up by a database that says nothing any more', async () => {
    const silent = await PostgresProxy.start(world.database.url);
    const program = await world.start({ ROLE: 'api', PORT: String(await freePort()), DATABASE_URL: silent.url });
    const arrived = silent.stopAt('before', /pg_notify/);
    await new ApiClient(program.url, world.sandboxKey).make('/v1/payments', anOrder());
    await arrived;
    const exit = await program.kill('SIGTERM');
    await silent.cut();

    expect(exit).toEqual({ code: 0, signal: null });
  });

  it('loses nothing: what was under way is finished by whoever runs next', async () => {
    const { program, link } = await programOfItsOwn();
    const pressed = await exchange({ method: 'POST', url: `${link.url.replace(world.url, program.url)}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    const exit = await program.kill('SIGTERM');
    await world.erp.waitFor(link.payment.reference, 'payment.paid');

    expect(exit.code).toBe(0);
  });
});

describe('a database that is away', () => {
  it('is told as 503 with Retry-After and by the readiness, and needs no restart when it is back', async () => {
    await proxy.cut();
    const refused = await world.api.get('/v1/payments');
    const page = await exchange({ method: 'GET', url: `${world.url}/l/${'x'.repeat(32)}` });
    const readiness = await exchange({ method: 'GET', url: `${world.url}/health/ready` });
    const liveness = await exchange({ method: 'GET', url: `${world.url}/health/live` });
    await proxy.mend();
    const back = await patiently(async () => {
      const answer = await world.api.get('/v1/payments');
      return answer.status === 503 ? undefined : answer;
    });

    expect(refused.status).toBe(503);
    expect(refused.headers).toMatchObject({
      'content-type': expect.stringContaining('application/problem+json'),
      'retry-after': expect.stringMatching(/^[1-9]\d*$/),
    });
    expect(refused.json()).toMatchObject({ code: 'unavailable', status: 503 });
    expect(page.status).toBe(503);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': expect.stringMatching(/^[1-9]\d*$/),
    });
    expect(page.text).toContain('Temporarily unavailable');
    expect(readiness.status).toBe(503);
    expect(readiness.text).toContain('database');
    expect(liveness.status).toBe(200);
    expect(back.status).toBe(200);
  });

  it('is survived by the workers as well', async () => {
    const reference = `INV-${randomUUID()}`;
    const link = await world.link(reference);
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await proxy.cut();
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await proxy.mend();

    expect(await world.erp.waitFor(reference, 'payment.paid', 30_000)).toMatchObject({ type: 'payment.paid' });
    expect((await world.provider.intentsFor(reference))[0]!.charges).toHaveLength(1);
  });
});

/** An API process beside the one that does the work, to be stopped. */
async function programOfItsOwn(): Promise<{ program: DunlinProcess; link: LinkDto }> {
  const link = await world.link(`INV-${randomUUID()}`);
  const env = { ROLE: 'api', PORT: String(await freePort()), PROVIDER_TIMEOUT_MS: '1000', LOG_LEVEL: 'info' };
  return { link, program: await world.start(env) };
}
