import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { jest } from '@jest/globals';
import { DEFAULT_ACCOUNT_ID } from '../../src/accounts/installation.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { Shop } from '../fixtures/shop.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(120_000);

type Row = Readonly<Record<string, string>>;

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

// Payments that were written by the thousand, without events, and currencies and times that were put in their place.
afterAll(() => world.close({ except: ['history-is-complete', 'row-agrees-with-history', 'status-agrees-with-money'] }));

function create(changes: object = {}): Promise<PaymentDto> {
  return world.api.make<PaymentDto>('/v1/payments', anOrder(changes));
}

/** None of these rows holds a line break. */
function rowsOf(csv: string): Row[] {
  const [header, ...lines] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a?.replaceAll('""', '"') ?? b ?? ''),
    );
  return lines.map((cells) => Object.fromEntries(header!.map((name, index) => [name, cells[index]!])));
}

async function report(query = ''): Promise<Row[]> {
  const answer = await world.api.get(`/v1/reports/payments.csv${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return rowsOf(answer.text);
}

/** Ids of the report, of those payments only. */
async function idsAt(query: string, of: readonly PaymentDto[]): Promise<string[]> {
  const ids = of.map(({ id }) => id);
  return (await report(query)).map(({ id }) => id!).filter((id) => ids.includes(id));
}

/** So many more, all alike, made by the database itself, a millisecond apart and long ago. */
function addMany(count: number): Promise<object[]> {
  return world.rows(
    `INSERT INTO payments (account_id, mode, id, reference, amount, currency, amount_paid, amount_refunded, status, description,
       customer, items, capture, connection_pinned, metadata, content_hashes, version, created_at, updated_at)
     SELECT $1, 'sandbox', gen_random_uuid(), 'MANY-' || gen_random_uuid(), 1050, 'GBP', 0, 0, 'open', repeat('long ', 100),
       '{"name": null, "email": null, "phone": null, "externalId": null}', '[]', 'automatic', false, '{}', '{}', 1, at, at
     FROM (SELECT timestamptz '2020-01-01' + n * interval '1 ms' AS at FROM generate_series(1, $2::integer) n) made`,
    [DEFAULT_ACCOUNT_ID, count],
  );
}

/** A report that nobody reads yet. */
async function opened(query: string): Promise<IncomingMessage> {
  const asking = httpRequest(`${world.url}/v1/reports/payments.csv${query}`, {
    agent: false,
    headers: { authorization: `Bearer ${world.sandboxKey}` },
  });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return answer;
}

/** Everything that comes, and whether the answer said that this is all. */
async function readToEnd(answer: IncomingMessage): Promise<{ text: string; isComplete: boolean }> {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
  await new Promise((resolve) => answer.once('close', resolve));
  return { text: Buffer.concat(chunks).toString(), isComplete: answer.complete };
}

describe('a report of payments', () => {
  it('is a download in CSV, with its columns in a fixed order', async () => {
    const answer = await world.api.get('/v1/reports/payments.csv?from=2026-01-01&to=2026-02-01');

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="payments-sandbox-created-2026-01-01-to-2026-02-01.csv"',
    );
    expect(answer.text).toBe(
      'id,reference,mode,status,currency,amountMinor,amountMajor,paidMinor,paidMajor,refundedMinor,refundedMajor,' +
        'netMinor,netMajor,provider,connectionId,providerPaymentId,createdAt,paidAt,dueAt,expiresAt,bookingStatus,' +
        'bookingVoucher,bookedAt,reviewReason,reviewSince,settlementReference,settledAt,recordedMethod,receivedAt,' +
        'customerName,customerEmail,customerExternalId,description\r\n',
    );
  });

  it('begins with a byte order mark where that is asked for', async () => {
    const plain = await exchangeBytes('');
    const marked = await exchangeBytes('?bom=true');

    expect(plain.subarray(0, 2).toString()).toBe('id');
    expect([...marked.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('tells of a payment what the API tells', async () => {
    const shop = await Shop.dojo(world);
    const visit = await shop.visit({ dueAt: '2030-01-01T00:00:00.000Z', description: '=1+1, "quoted"' });
    await shop.pay(visit);
    const { id } = await shop.becomes(visit.reference, 'paid');
    await world.api.make(`/v1/payments/${id}/refunds`, { amount: { value: 50, currency: 'GBP' } });
    await world.api.put(`/v1/payments/${id}/booking`, { status: 'posted', voucher: '+4711' });
    const payment = await shop.becomes(visit.reference, 'partially_refunded');
    const rows = await report();

    expect(rows.find((row) => row['id'] === id)).toEqual({
      id,
      reference: visit.reference,
      mode: 'sandbox',
      status: 'partially_refunded',
      currency: 'GBP',
      amountMinor: '1050',
      amountMajor: '10.50',
      paidMinor: '1050',
      paidMajor: '10.50',
      refundedMinor: '50',
      refundedMajor: '0.50',
      netMinor: '1000',
      netMajor: '10.00',
      provider: 'dojo',
      connectionId: shop.connection.id,
      providerPaymentId: visit.orderId,
      createdAt: payment.createdAt,
      paidAt: payment.paidAt,
      dueAt: '2030-01-01T00:00:00.000Z',
      expiresAt: '',
      bookingStatus: 'posted',
      bookingVoucher: "'+4711",
      bookedAt: payment.booking.at,
      reviewReason: '',
      reviewSince: '',
      settlementReference: '',
      settledAt: '',
      recordedMethod: '',
      receivedAt: '',
      customerName: 'Sample Payer',
      customerEmail: 'payer@example.com',
      customerExternalId: '',
      description: `'=1+1, "quoted"`,
    });
  });

  it('writes amounts with the decimals of their currency', async () => {
    const [yen, dinars] = [await create(), await create()];
    const change = 'UPDATE payments SET currency = $1 WHERE reference = $2';
    await world.rows(change, ['JPY', yen.reference]);
    await world.rows(change, ['KWD', dinars.reference]);
    const rows = await report();

    expect(rows.find(({ id }) => id === yen.id)).toMatchObject({ amountMajor: '1050', netMajor: '0' });
    expect(rows.find(({ id }) => id === dinars.id)).toMatchObject({ amountMajor: '1.050', netMajor: '0.000' });
  });

  it('names no provider for money that was recorded, though a page was open at one', async () => {
    const { id } = await world.link(`INV-${randomUUID()}`).then(async (link) => {
      await exchange({ method: 'POST', url: `${link.url}/pay` });
      return world.payment(link.payment.reference);
    });
    await world.api.make(`/v1/payments/${id}/record`, { method: 'cash', receivedAt: '2026-01-05T10:00:00Z' });
    const row = (await report('?by=paid')).find((candidate) => candidate['id'] === id);

    expect(row).toMatchObject({ status: 'paid', recordedMethod: 'cash', provider: '', connectionId: '' });
    expect(row).toMatchObject({ receivedAt: '2026-01-05T10:00:00.000Z', providerPaymentId: '' });
  });

  it('holds what was created from the first bound on and before the second', async () => {
    const [first, second] = [await create(), await create()];
    const made = [first, second];

    expect(await idsAt(`?from=${first.createdAt}`, made)).toEqual([first.id, second.id]);
    expect(await idsAt(`?from=${first.createdAt}&to=${second.createdAt}`, made)).toEqual([first.id]);
    expect(await idsAt(`?to=${first.createdAt}`, made)).toEqual([]);
    expect(await idsAt(`?to=2999-01-01`, made)).toEqual([first.id, second.id]);
    expect(await idsAt('?by=paid', made)).toEqual([]);
  });

  it('takes a day to begin at midnight where the account is', async () => {
    await rest.send('patch', '/v1/account').send({ timeZone: 'Asia/Kolkata' }).expect(200);
    const [before, after] = [await create(), await create()];
    const move = `UPDATE payments SET paid_at = $1, version = version + 1 WHERE reference = $2`;
    await world.rows(move, ['2024-03-30T18:29:59.999Z', before.reference]);
    await world.rows(move, ['2024-03-30T18:30:00.000Z', after.reference]);

    expect(await idsAt('?by=paid&from=2024-03-30&to=2024-03-31', [before, after])).toEqual([before.id]);
    expect(await idsAt('?by=paid&from=2024-03-31&to=2024-04-01', [before, after])).toEqual([after.id]);
  });

  it.each([
    ['?from=yesterday', 'from'],
    ['?from=2026-02-30', 'from'],
    ['?to=0000-01-01', 'to'],
    ['?from=2026-02-01&to=2026-01-01', 'to'],
    ['?by=updated', 'by'],
    ['?status=paid', 'status'],
  ])('refuses %s as a problem', async (query, path) => {
    const problem = expectProblem(await rest.send('get', `/v1/reports/payments.csv${query}`), 400, 'validation_failed');

    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  it('is a problem, not a file, where the database fails at once', async () => {
    await world.rows('ALTER TABLE checkouts RENAME TO hidden');
    try {
      expectProblem(await rest.send('get', '/v1/reports/payments.csv'), 500, 'internal_error');
    } finally {
      await world.rows('ALTER TABLE hidden RENAME TO checkouts');
    }
  });
});

async function exchangeBytes(query: string): Promise<Buffer> {
  const answer = await opened(query);
  return Buffer.from((await readToEnd(answer)).text);
}

describe('a report of very many payments', () => {
  const MANY = 30_000;
  const OLD = '?from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z';

  beforeAll(() => addMany(MANY));

  it('tells each of them once, oldest first', async () => {
    const rows = await report(OLD);

    expect(rows).toHaveLength(MANY);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(MANY);
    expect(rows.every(({ createdAt }, index) => index === 0 || createdAt! >= rows[index - 1]!['createdAt']!)).toBe(
      true,
    );
  });

  it('is cut where it fails in between, and does not pass for a whole one', async () => {
    const answer = await opened(OLD);
    await world.rows('ALTER TABLE checkouts RENAME TO hidden');
    const { text, isComplete } = await readToEnd(answer).finally(() =>
      world.rows('ALTER TABLE hidden RENAME TO checkouts'),
    );

    expect(answer.statusCode).toBe(200);
    expect(isComplete).toBe(false);
    expect(text.length).toBeGreaterThan(0);
  });

  it('waits for a slow reader without holding a connection of the database', async () => {
    const answers = await Promise.all([opened(OLD), opened(OLD), opened(OLD), opened(OLD)]);
    const lastAsked = () =>
      world.rows<{ state: string; asked: string }>(
        `SELECT state, query_start::text AS asked FROM pg_stat_activity
         WHERE application_name = 'dunlin' AND datname = current_database() AND query LIKE '%provider_payment_ids%' ORDER BY pid`,
      );
    let before = await lastAsked();
    // Nobody reads on, so that nothing is asked for any more, once the buffers on the way are full.
    await patiently(async () => {
      const now = await lastAsked();
      const isQuiet = JSON.stringify(now) === JSON.stringify(before) && now.every(({ state }) => state === 'idle');
      before = now;
      return isQuiet ? true : undefined;
    });

    expectProblem(await rest.send('get', `/v1/reports/payments.csv${OLD}`), 429, 'rate_limited');
    const read = await Promise.all(answers.map(readToEnd));
    expect(read.map(({ isComplete, text }) => [isComplete, text.split('\r\n').length - 2])).toEqual(
      answers.map(() => [true, MANY]),
    );
  });

  it('ends when its reader hangs up, and makes room for others', async () => {
    const answers = await Promise.all([opened(OLD), opened(OLD), opened(OLD), opened(OLD)]);
    for (const answer of answers) answer.destroy();

    const answer = await patiently(async () => {
      const next = await world.api.get('/v1/reports/payments.csv?from=2999-01-01');
      return next.status === 429 ? undefined : next;
    });
    expect(answer.status).toBe(200);
  });

  it('is cut when the process stops, which does not wait for it', async () => {
    const answer = await opened(OLD);
    const startedMs = performance.now();
    const exit = await world.processes[0]!.kill('SIGTERM');
    const tookMs = performance.now() - startedMs;

    expect(exit).toEqual({ code: 0, signal: null });
    expect(tookMs).toBeLessThan(10_000);
    expect((await readToEnd(answer)).isComplete).toBe(false);
  });
});
