import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';
import { anOrder } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let proxy: PostgresProxy;
let metricsUrl: string;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  metricsUrl = await startWithMetrics({ DATABASE_URL: proxy.url });
  await world.connect();
}, 90_000);

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

/** Starts a process whose metrics are at the answered address. */
async function startWithMetrics(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  await world.start({ METRICS_PORT: String(port), ...env });
  return `http://127.0.0.1:${port}/metrics`;
}

function scrape(url = metricsUrl): Promise<Answer> {
  return exchange({ method: 'GET', url });
}

/** The sum of all series of that name whose labels include these. */
function valueOf(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const values = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => wanted.every((label) => line.includes(label)))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** Figures from the database are up to five seconds old. */
function eventually(name: string, labels: Record<string, string>, value: number): Promise<number> {
  return patiently(async () => {
    const found = valueOf((await scrape()).text, name, labels);
    return found === value ? found : undefined;
  });
}

describe('the metrics of a process', () => {
  it('are in the Prometheus text format, with what Node tells of itself', async () => {
    const { status, headers, text } = await scrape();

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^# HELP dunlin_http_request_duration_seconds .+\n# TYPE .+ histogram$/m);
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('are alone on their port, and not on the API’s', async () => {
    const answers = await Promise.all([
      exchange({ method: 'GET', url: metricsUrl.replace('/metrics', '/') }),
      exchange({ method: 'GET', url: metricsUrl.replace('/metrics', '/v1/payments') }),
      exchange({ method: 'POST', url: metricsUrl }),
      exchange({ method: 'GET', url: `${world.url}/metrics` }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('tell the whole way of one payment', async () => {
    const link = await world.api.make<LinkDto>('/v1/links', { payment: anOrder(), send: { to: 'payer@example.com' } });
    // A mail that is still on its way when the payment is paid is not sent any more.
    await eventually('dunlin_notification_attempts_total', { outcome: 'sent' }, 1);
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(link.payment.reference, 'payment.paid');
    const text = await patiently(async () => {
      const told = (await scrape()).text;
      return (valueOf(told, 'dunlin_delivery_attempts_total', { outcome: 'delivered' }) ?? 0) >= 3 ? told : undefined;
    });

    const count = (name: string, labels: Record<string, string>) => valueOf(text, `${name}_count`, labels);
    expect(
      count('dunlin_http_request_duration_seconds', { method: 'POST', route: '/l/:token/pay', status: '303' }),
    ).toBe(1);
    expect(
      count('dunlin_provider_call_duration_seconds', { provider: 'dojo', operation: 'createCheckout', outcome: 'ok' }),
    ).toBe(1);
    expect(valueOf(text, 'dunlin_looks_total', { outcome: 'paid' })).toBeGreaterThan(0);
    expect(valueOf(text, 'dunlin_received_webhooks_total', { outcome: 'stored' })).toBeGreaterThan(0);
    expect(count('dunlin_delivery_lag_seconds', {})).toBeGreaterThan(2);
    expect(valueOf(text, 'dunlin_database_pool_connections', { state: 'idle' })).toBeGreaterThan(0);
    expect(valueOf(text, 'dunlin_oldest_due_seconds', { kind: 'delivery' })).toBeGreaterThanOrEqual(0);
  });

  it('count what is paid and not booked, until it is', async () => {
    const { data } = await world.api.read<{ data: PaymentDto[] }>('/v1/payments?booking=unbooked');
    await eventually('dunlin_payments_unbooked', { mode: 'sandbox' }, data.length);
    for (const { id } of data) await world.api.put(`/v1/payments/${id}/booking`, { status: 'posted', voucher: 'V-1' });

    expect(data.length).toBeGreaterThan(0);
    expect(await eventually('dunlin_payments_unbooked', { mode: 'sandbox' }, 0)).toBe(0);
  });

  it('name no path, reference, account, payer or endpoint, however much is asked', async () => {
    const order = anOrder({ customer: { email: `payer-${randomUUID()}@example.com`, name: 'Sample Payer' } });
    const created = await world.api.make<PaymentDto>('/v1/payments', order);
    await exchange({ method: 'GET', url: `${world.url}/v1/payments/${created.id}?token=secret` });
    await exchange({ method: 'GET', url: `${world.url}/l/${'x'.repeat(32)}` });
    await exchange({ method: 'GET', url: `${world.url}/no/such/${randomUUID()}` });
    const { text } = await scrape();

    const labels = new Set(
      [...text.matchAll(/([a-z_]+)="([^"]*)"/g)].filter(([, name]) => name === 'route').map(([, , value]) => value),
    );
    expect([...labels].every((route) => /^(unknown|[/a-z0-9.:-]+)$/i.test(route!))).toBe(true);
    expect([...labels]).toContain('unknown');
    for (const personal of [created.id, created.reference, 'xxxx', 'example.com', 'Sample', world.erp.url, 'acc_']) {
      expect(text).not.toContain(personal);
    }
  });

  it('are told also while the database is away, which they say', async () => {
    await patiently(async () => (valueOf((await scrape()).text, 'dunlin_database_up') === 1 ? true : undefined));
    await proxy.cut();
    const away = await patiently(async () => {
      const { status, text } = await scrape();
      return valueOf(text, 'dunlin_database_up') === 0 ? { status, text } : undefined;
    }, 20_000);
    await proxy.mend();
    await eventually('dunlin_database_up', {}, 1);

    expect(away.status).toBe(200);
    expect(valueOf(away.text, 'dunlin_payments_unbooked')).toBeUndefined();
    expect(valueOf(away.text, 'dunlin_inbox_lag_seconds')).toBeUndefined();
    expect(valueOf(away.text, 'dunlin_http_request_duration_seconds_count')).toBeGreaterThan(0);
  });
});

describe('a process with METRICS_PORT', () => {
  it('has them in the role worker too, and stops with them', async () => {
    const url = await startWithMetrics({ ROLE: 'worker', PORT: String(await freePort()) });
    const scraped = await scrape(url);
    const exit = await world.processes.at(-1)!.kill('SIGTERM');

    expect(scraped.status).toBe(200);
    expect(exit).toEqual({ code: 0, signal: null });
    await expect(scrape(url)).rejects.toThrow('ECONNREFUSED');
  });

  it('says in one line that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const started = world.spawn({ PORT: String(await freePort()), METRICS_PORT: String(port) });
    const exit = await started.exit();
    await new Promise((resolve) => other.close(resolve));

    expect(exit).toEqual({ code: 1, signal: null });
    expect(started.stderr.trimEnd().split('\n')).toEqual([
      `Dunlin cannot go on: METRICS_PORT must be a free port: ${port} is taken`,
    ]);
  });
});
