import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { RefundDto, RefundListDto } from '../../src/payments/dto/refund.dto.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let dojo: Shop;
let jodo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ PROVIDER_TIMEOUT_MS: '1000', JODO_SANDBOX_BASE_URL: world.simulator.url });
  dojo = await Shop.dojo(world);
  jodo = await Shop.jodo(world);
}, 90_000);

afterAll(() => world.close());

interface Paid extends Visit {
  readonly payment: PaymentDto;
}

async function paid(shop = dojo): Promise<Paid> {
  const visit = await shop.visit();
  await shop.pay(visit);
  return { ...visit, payment: await shop.becomes(visit.reference, 'paid') };
}

function ask({ payment }: Paid, body?: object, key: string | null = randomUUID()): Promise<Answer> {
  return world.api.post(`/v1/payments/${payment.id}/refunds`, body, key === null ? {} : keyed(key));
}

function keyed(key: string = randomUUID()) {
  return { headers: { 'idempotency-key': key } };
}

const of = (value: number, currency = 'GBP') => ({ amount: { value, currency } });

function refundNow(id: string): Promise<RefundDto> {
  return world.api.read<RefundDto>(`/v1/refunds/${id}`);
}

function becomes(refund: RefundDto, status: RefundDto['status']): Promise<RefundDto> {
  return patiently(async () => {
    const now = await refundNow(refund.id);
    return now.status === status ? now : undefined;
  }, 20_000);
}

async function refundedAtProvider({ reference }: Paid): Promise<number> {
  return (await world.provider.intentsFor(reference))[0]!.refunded;
}

async function typesAfterPaid({ reference }: Paid): Promise<string[]> {
  await patiently(async () => {
    const unnumbered = await world.rows('SELECT FROM events WHERE sequence IS NULL LIMIT 1');
    return unnumbered.length === 0 || undefined;
  });
  const types = (await world.eventsAbout(reference)).map(({ type }) => type);
  return types.slice(types.indexOf('payment.paid') + 1);
}

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.json<{ code: string }>().code).toBe(code);
}

/** Resolves when so many of the processes' transactions wait for what somebody else has locked. */
async function untilWaiting(count: number): Promise<void> {
  await patiently(async () => {
    const waiting = await world.rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length >= count || undefined;
  });
}

describe('a refund', () => {
  it('gives a part back, then all that is left, and tells both', async () => {
    const sale = await paid();
    const part = await ask(sale, { ...of(50), reason: 'One meal less' });

    expect(part.status).toBe(201);
    expect(part.json()).toEqual({
      id: expect.stringMatching(/^rfd_/),
      object: 'refund',
      paymentId: sale.payment.id,
      amount: { value: 50, currency: 'GBP' },
      reason: 'One meal less',
      status: 'succeeded',
      resolution: null,
      createdAt: expect.any(String),
    });
    expect(await world.payment(sale.reference)).toMatchObject({
      status: 'partially_refunded',
      amountRefunded: { value: 50 },
    });

    const rest = (await ask(sale)).json<RefundDto>();
    expect(rest).toMatchObject({ amount: { value: 1000 }, reason: null, status: 'succeeded' });
    expect(await world.payment(sale.reference)).toMatchObject({
      status: 'refunded',
      amountPaid: { value: 1050 },
      amountRefunded: { value: 1050 },
      review: null,
    });
    expect(await refundedAtProvider(sale)).toBe(1050);
    expect(await typesAfterPaid(sale)).toEqual([
      'refund.created',
      'refund.succeeded',
      'payment.refunded',
      'refund.created',
      'refund.succeeded',
      'payment.refunded',
    ]);
  });

  it('can be read, and listed with the others of its payment, newest first', async () => {
    const sale = await paid();
    const made = [(await ask(sale, of(1))).json<RefundDto>(), (await ask(sale, of(2))).json<RefundDto>()];
    const list = `/v1/payments/${sale.payment.id}/refunds`;
    const first = await world.api.read<RefundListDto>(`${list}?limit=1`);
    const second = await world.api.read<RefundListDto>(`${list}?limit=1&cursor=${first.nextCursor}`);

    expect([...second.data, ...first.data]).toEqual(made);
    expect(second.nextCursor).toBeNull();
    expect(await refundNow(made[0]!.id)).toEqual(made[0]);
  });

  it('is made once, however often the same request comes', async () => {
    const sale = await paid();
    const key = randomUUID();
    const first = await ask(sale, of(7), key);
    const again = await ask(sale, of(7), key);

    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await refundedAtProvider(sale)).toBe(7);
  });

  it('is told as made, also when a try that was thought dead makes it before the next one can', async () => {
    const sale = await paid();
    const key = randomUUID();
    const holder = new pg.Client({ connectionString: world.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM payments WHERE reference = $1 FOR UPDATE', [sale.reference]);
    const tries = [ask(sale, undefined, key)];
    await untilWaiting(1);
    await world.rows('UPDATE idempotency_keys SET leased_until = now() WHERE key = $1', [key]);
    tries.push(ask(sale, undefined, key));
    await untilWaiting(2);
    await holder.query('COMMIT');
    await holder.end();
    await Promise.all(tries);
    const told = await patiently(async () => {
      const answer = await ask(sale, undefined, key);
      return answer.text.includes('idempotency_in_progress') ? undefined : answer;
    });

    expect(told.status).toBe(201);
    expect(told.json()).toMatchObject({ amount: { value: 1050 } });
    expect(await refundedAtProvider(sale)).toBe(1050);
  });

  it('is not made without an Idempotency-Key', async () => {
    const sale = await paid();

    expectProblem(await ask(sale, of(7), null), 400, 'idempotency_key_required');
    expect(await refundedAtProvider(sale)).toBe(0);
  });

  it('is not made by a key that may not give money back', async () => {
    const sale = await paid();
    const key = await world.addKey({ scopes: ['payments:read', 'payments:write'] });
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() };
    const answer = await world.api.post(`/v1/payments/${sale.payment.id}/refunds`, of(7), { headers });

    expectProblem(answer, 403, 'forbidden');
  });

  it('is unknown to the other mode', async () => {
    const sale = await paid();
    const { id } = (await ask(sale, of(7))).json<RefundDto>();
    const headers = {
      authorization: `Bearer ${await world.addKey({ mode: 'live' })}`,
      'idempotency-key': randomUUID(),
    };

    for (const path of [`/v1/refunds/${id}`, `/v1/payments/${sale.payment.id}/refunds`]) {
      expectProblem(await world.api.get(path, { headers }), 404, 'not_found');
    }
    const theirs = await world.api.post(`/v1/payments/${sale.payment.id}/refunds`, of(7), { headers });
    expectProblem(theirs, 404, 'not_found');
  });

  it('is refused where it cannot be', async () => {
    const sale = await paid();
    const { link } = await dojo.link();

    expectProblem(await ask(sale, of(1051)), 422, 'amount_too_large');
    expectProblem(await ask(sale, of(1, 'EUR')), 400, 'validation_failed');
    expectProblem(await ask(sale, of(0)), 400, 'validation_failed');
    expectProblem(await ask(sale, { ...of(1), fee: 1 }), 400, 'validation_failed');
    expectProblem(await world.api.post(`/v1/payments/${link.paymentId}/refunds`, {}, keyed()), 409, 'state_conflict');
    await ask(sale);
    expectProblem(await ask(sale), 409, 'state_conflict');
    expectProblem(await ask(sale, of(1)), 409, 'state_conflict');
    expect(await refundedAtProvider(sale)).toBe(1050);
  });

  it('is refused where the provider has no call for it, with what to do instead', async () => {
    const answer = await ask(await paid(jodo));

    expectProblem(answer, 422, 'capability_not_supported');
    expect(answer.json<{ detail: string }>().detail).toContain('Jodo');
    expect(answer.json<{ detail: string }>().detail).toContain('dashboard');
  });
});

describe('refunds at the same time', () => {
  it('of sixty per cent each are one refund and one conflict', async () => {
    const sale = await paid();
    const answers = await Promise.all([ask(sale, of(630)), ask(sale, of(630))]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expectProblem(
      answers.find(({ status }) => status === 409)!,
      409,
      'state_conflict',
    );
    expect(await refundedAtProvider(sale)).toBe(630);
  });

  it('never give back more than was paid, whatever they ask for, and leave the two books alike', async () => {
    const wishes = fc.array(fc.integer({ min: 1, max: 1050 }), { minLength: 3, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(wishes, async (amounts) => {
        const sale = await paid();
        const answers = await Promise.all(amounts.map((amount) => ask(sale, of(amount))));
        const made = answers.filter(({ status }) => status === 201).map((answer) => answer.json<RefundDto>());
        const sum = made.reduce((total, { amount }) => total + amount.value, 0);
        await Promise.all(made.map((refund) => becomes(refund, 'succeeded')));

        expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 409)).toBe(true);
        expect(made.length).toBeGreaterThan(0);
        expect(sum).toBeLessThanOrEqual(1050);
        expect(await refundedAtProvider(sale)).toBe(sum);
        expect((await world.payment(sale.reference)).amountRefunded.value).toBe(sum);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('under one key are one', async () => {
    const sale = await paid();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(sale, of(11), key)));

    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await refundedAtProvider(sale)).toBe(11);
  });
});

describe('a refund that the provider', () => {
  it('refuses has failed: a person must look, and the amount is free again', async () => {
    const sale = await paid();
    await dojo.scenario({ name: 'refund_fails', reference: sale.reference });
    const failed = await ask(sale);

    expect(failed.status).toBe(201);
    expect(failed.json()).toMatchObject({ status: 'failed', amount: { value: 1050 } });
    expect(await world.payment(sale.reference)).toMatchObject({
      status: 'paid',
      amountRefunded: { value: 0 },
      review: { reason: 'refund_failed' },
    });
    expect(await typesAfterPaid(sale)).toEqual(['refund.created', 'refund.failed', 'payment.review_required']);

    expect((await ask(sale)).json()).toMatchObject({ status: 'succeeded' });
    expect(await refundedAtProvider(sale)).toBe(1050);
  });

  it.each([
    ['never answers', { name: 'provider_timeout', operation: 'refund' }],
    ['makes without an answer', { name: 'provider_timeout_after_create', operation: 'refund' }],
    ['answers with 500', { name: 'provider_500', operation: 'refund' }],
    ['cuts off', { name: 'provider_reset', operation: 'refund' }],
  ])('%s is unknown, flagged, and found out without a person; it happens once', async (_, scenario) => {
    const sale = await paid();
    await dojo.scenario({ ...scenario, reference: sale.reference });
    const refund = (await ask(sale, of(40))).json<RefundDto>();

    expect(refund.status).toBe('unknown');
    await becomes(refund, 'succeeded');
    expect(await refundedAtProvider(sale)).toBe(40);
    expect(await world.payment(sale.reference)).toMatchObject({
      status: 'partially_refunded',
      amountRefunded: { value: 40 },
      review: null,
    });
    expect(await typesAfterPaid(sale)).toEqual(
      expect.arrayContaining(['payment.review_required', 'refund.succeeded', 'payment.review_cleared']),
    );
  });

  it('leaves unknown is asked about once another review, which stood before, is cleared', async () => {
    const sale = await paid();
    await world.rows(`UPDATE payments SET review_reason = 'late_payment', review_since = now() WHERE reference = $1`, [
      sale.reference,
    ]);
    await dojo.scenario({ name: 'provider_timeout', operation: 'refund', reference: sale.reference, times: 2 });
    expect((await ask(sale, of(40))).json()).toMatchObject({ status: 'unknown' });
    const cleared = await fetch(`${world.url}/v1/payments/${sale.payment.id}/review`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${world.sandboxKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ note: 'The course takes late payers' }),
    });

    expect(await cleared.json()).toMatchObject({ review: { reason: 'outcome_unknown' } });
  });

  it('cannot take at the moment is pending, and made later', async () => {
    const sale = await paid();
    await dojo.scenario({ name: 'provider_429', operation: 'refund', reference: sale.reference });
    const refund = (await ask(sale, of(40))).json<RefundDto>();

    expect(refund.status).toBe('pending');
    await becomes(refund, 'succeeded');
    expect(await refundedAtProvider(sale)).toBe(40);
    expect((await world.payment(sale.reference)).review).toBeNull();
  });

  it('has accepted is pending while it cannot be looked at', async () => {
    const sale = await paid();
    await dojo.scenario({ name: 'provider_500', operation: 'fetch', reference: sale.reference, times: 2 });
    const refund = (await ask(sale, of(40))).json<RefundDto>();

    expect(refund.status).toBe('pending');
    await becomes(refund, 'succeeded');
    expect(await refundedAtProvider(sale)).toBe(40);
  });

  it('refuses on the day of the capture goes back as a reversal, where it is the whole', async () => {
    const sale = await paid();
    const body = { Status: 400, Detail: 'Your refund request was not successful. Status: Failed.', Extensions: {} };
    const refuse = { name: 'provider_answer', operation: 'refund', status: 400, body, reference: sale.reference };
    await dojo.scenario(refuse);
    expect((await ask(sale, of(40))).json()).toMatchObject({ status: 'failed' });

    await dojo.scenario(refuse);
    expect((await ask(sale)).json()).toMatchObject({ status: 'succeeded', amount: { value: 1050 } });
    expect(await world.payment(sale.reference)).toMatchObject({ status: 'refunded', amountRefunded: { value: 1050 } });
    expect((await world.provider.intentsFor(sale.reference))[0]).toMatchObject({ status: 'Reversed' });
  });

  it('has made at its own counter leaves less for others', async () => {
    const sale = await paid();
    const headers = { authorization: dojo.authorization, version: '2025-09-10', idempotencyKey: randomUUID() };
    const url = `${world.simulator.url}/payment-intents/${sale.orderId}/refunds`;
    expect((await exchange({ method: 'POST', url, headers, body: { amount: 1000 } })).status).toBe(200);
    await dojo.becomes(sale.reference, 'partially_refunded');

    expectProblem(await ask(sale, of(51)), 409, 'state_conflict');
    expect((await ask(sale)).json()).toMatchObject({ amount: { value: 50 }, status: 'succeeded' });
    expect(await world.payment(sale.reference)).toMatchObject({ status: 'refunded', amountRefunded: { value: 1050 } });
  });
});
