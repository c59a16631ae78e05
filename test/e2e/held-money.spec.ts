import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const DAY_MS = 24 * 3600_000;
/** For how long Dojo holds money of ours. */
const HELD_SECONDS = (7 * 24 - 1) * 3600;

let world: DunlinWorld;
let dojo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ PROVIDER_TIMEOUT_MS: '1000', CAPTURE_WARNING_SECONDS: String(HELD_SECONDS - 2) });
  dojo = await Shop.dojo(world);
}, 90_000);

afterAll(() => world.close());

interface Held extends Visit {
  readonly payment: PaymentDto;
}

async function held(): Promise<Held> {
  const { link, reference } = await dojo.link({ capture: 'manual' });
  const visit = await dojo.go({ link, reference });
  await world.provider.payAt(visit.checkoutUrl, '5200000000001005');
  return { ...visit, payment: await dojo.becomes(reference, 'authorized') };
}

function capture({ payment }: Held, body: object = {}, key: string | null = randomUUID()): Promise<Answer> {
  return world.api.post(`/v1/payments/${payment.id}/capture`, body, key === null ? {} : keyed(key));
}

function authorized() {
  return { authorization: `Bearer ${world.sandboxKey}` };
}

function keyed(key: string = randomUUID()) {
  return { headers: { 'idempotency-key': key } };
}

const of = (value: number, currency = 'GBP') => ({ amount: { value, currency } });

async function takenAtProvider({ reference }: Held): Promise<number> {
  const { charges } = (await world.provider.intentsFor(reference))[0]!;
  return charges.reduce((sum, { amount }) => sum + amount, 0);
}

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.json<{ code: string }>().code).toBe(code);
}

async function reviewed({ reference }: Visit): Promise<PaymentDto> {
  return patiently(async () => {
    const payment = await world.payment(reference);
    return payment.review ? payment : undefined;
  });
}

describe('held money', () => {
  it('says until when it is held', async () => {
    const { payment } = await held();
    const heldForMs = new Date(payment.checkout!.expiresAt!).getTime() - Date.now();

    expect(payment).toMatchObject({
      status: 'authorized',
      amountPaid: { value: 0 },
      checkout: { status: 'authorized' },
    });
    expect(heldForMs).toBeGreaterThan(6 * DAY_MS);
    expect(heldForMs).toBeLessThan(7 * DAY_MS);
  });

  it('is told of in time before it goes back, once, with the moment', async () => {
    const { payment, reference } = await held();
    const warned = await patiently(async () => {
      const told = (await world.eventsAbout(reference)).filter(({ data }) => data.payment?.status === 'authorized');
      return told.length > 1 ? told : undefined;
    });

    expect(payment.captureBefore).toBe(payment.checkout!.expiresAt);
    expect(warned.map(({ type }) => type)).toEqual(['payment.authorized', 'payment.updated']);
    expect(warned[1]!.data).toMatchObject({
      note: expect.stringContaining(payment.captureBefore!),
      payment: { captureBefore: payment.captureBefore },
    });
  });

  it('is taken as a whole', async () => {
    const sale = await held();
    const answer = await capture(sale);

    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      status: 'paid',
      amountPaid: { value: 1050 },
      booking: { status: 'unbooked' },
      review: null,
    });
    expect(await takenAtProvider(sale)).toBe(1050);
  });

  it('is taken in part, once; what was taken can go back, and no more', async () => {
    const sale = await held();
    expect((await capture(sale, of(400))).json()).toMatchObject({ status: 'paid', amountPaid: { value: 400 } });
    expectProblem(await capture(sale, of(400)), 409, 'state_conflict');
    expect(await takenAtProvider(sale)).toBe(400);

    const refunds = `/v1/payments/${sale.payment.id}/refunds`;
    expectProblem(await world.api.post(refunds, of(401), keyed()), 422, 'amount_too_large');
    expect(await world.api.make(refunds)).toMatchObject({ amount: { value: 400 }, status: 'succeeded' });
    expect(await world.payment(sale.reference)).toMatchObject({ status: 'refunded', amountRefunded: { value: 400 } });
  });

  it('is taken once by one request, however often it comes', async () => {
    const sale = await held();
    const key = randomUUID();
    const [first, again] = [await capture(sale, of(100), key), await capture(sale, of(100), key)];

    expect(again.text).toBe(first.text);
    expect(await takenAtProvider(sale)).toBe(100);
  });

  it('is taken once by requests at the same time', async () => {
    const sale = await held();
    const answers = await Promise.all([1, 2, 3, 4].map(() => capture(sale, of(100))));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await takenAtProvider(sale)).toBe(100);
  });

  it('is not taken without an Idempotency-Key, nor beyond what is held, nor in another currency', async () => {
    const sale = await held();

    expectProblem(await capture(sale, {}, null), 400, 'idempotency_key_required');
    expectProblem(await capture(sale, of(1051)), 422, 'amount_too_large');
    expectProblem(await capture(sale, of(1, 'EUR')), 400, 'validation_failed');
    expect(await takenAtProvider(sale)).toBe(0);
    expect((await capture(sale)).status).toBe(200);
  });

  it('is not there to be taken before anybody has paid', async () => {
    const { link } = await dojo.link({ capture: 'manual' });
    const answer = await world.api.post(`/v1/payments/${link.paymentId}/capture`, {}, keyed());

    expectProblem(answer, 409, 'state_conflict');
  });

  it('goes back to the payer when the payment is canceled', async () => {
    const sale = await held();
    const canceled = await world.api.make<PaymentDto>(`/v1/payments/${sale.payment.id}/cancel`);

    expect(canceled).toMatchObject({ status: 'canceled', amountPaid: { value: 0 } });
    expect((await world.provider.intentsFor(sale.reference))[0]).toMatchObject({ status: 'Reversed', charges: [] });
    expectProblem(await capture(sale), 409, 'state_conflict');
  });

  it('stays held when a capture was asked for while a cancel waited for its turn', async () => {
    const sale = await held();
    const holder = new pg.Client({ connectionString: world.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(
      `UPDATE checkouts SET capture_amount = 200, capture_request_id = gen_random_uuid(), capture_asked_at = now()
       WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
      [sale.reference],
    );
    const canceling = world.api.post(`/v1/payments/${sale.payment.id}/cancel`);
    await patiently(async () => {
      const waiting = await world.rows(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE checkouts%fence + 1%'`,
      );
      return waiting.length > 0 || undefined;
    });
    await holder.query('COMMIT');
    await holder.end();

    expectProblem(await canceling, 409, 'state_conflict');
    expect((await world.provider.intentsFor(sale.reference))[0]).toMatchObject({ status: 'Authorized' });
    expect(await reviewed(sale)).toMatchObject({ status: 'authorized', review: { reason: 'outcome_unknown' } });
  });

  it('is given up when the provider lets it go by itself', async () => {
    const sale = await held();
    const headers = { 'content-type': 'application/json', authorization: dojo.authorization, version: '2025-09-10' };
    await fetch(`${world.simulator.url}/payment-intents/${sale.orderId}/reversal`, { method: 'POST', headers });

    expect(await dojo.becomes(sale.reference, 'canceled')).toMatchObject({ amountPaid: { value: 0 }, review: null });
  });
});

describe('money that is held when nobody wants it any more', () => {
  const held = async (end: (visit: Visit) => Promise<unknown>) => {
    const visit = await dojo.visit({ capture: 'manual' });
    await end(visit);
    await dojo.scenario({ name: 'paid_after_expiry', reference: visit.reference });
    await world.provider.payAt(visit.checkoutUrl, '5200000000001005');
    return visit;
  };
  const isLetGo = ({ reference }: Visit) =>
    patiently(async () => {
      const [intent] = await world.provider.intentsFor(reference);
      const last = (await world.eventsAbout(reference)).at(-1)!;
      return intent!.status === 'Reversed' && last.type === 'payment.updated' ? last : undefined;
    });
  const cancel = ({ link }: Visit) => world.api.make(`/v1/payments/${link.paymentId}/cancel`);
  const record = ({ link }: Visit) =>
    world.api.make(`/v1/payments/${link.paymentId}/record`, { method: 'cash', receivedAt: '2026-01-05T15:30:00Z' });
  const expire = async ({ link, reference }: Visit) => {
    const body = { expiresAt: new Date(Date.now() + 1000).toISOString() };
    await exchange({ method: 'PATCH', url: `${world.url}/v1/payments/${link.paymentId}`, headers: authorized(), body });
    await dojo.becomes(reference, 'expired');
  };

  it.each([
    ['canceled', 'late_payment', cancel],
    ['expired', 'late_payment', expire],
    ['paid', 'surplus', record],
  ] as const)('because the payment is %s goes back at once, and a person is told (%s)', async (status, reason, end) => {
    const visit = await held(end);
    const told = await isLetGo(visit);

    expect(told.data).toMatchObject({
      note: expect.stringContaining('let go'),
      payment: { status, review: { reason } },
    });
    expect((await world.provider.intentsFor(visit.reference))[0]).toMatchObject({ status: 'Reversed', charges: [] });
    expect(await world.provider.calls(visit.reference, 'reversal')).toBe(1);
  });

  it('is told of also while the provider fails to let it go, and goes back in the end', async () => {
    const visit = await held(async (visit) => {
      await cancel(visit);
      await dojo.scenario({ name: 'provider_500', operation: 'reversal', reference: visit.reference });
    });
    const { review } = await reviewed(visit);

    expect(review).toMatchObject({ reason: 'late_payment' });
    expect((await isLetGo(visit)).data).toMatchObject({ payment: { status: 'canceled', amountPaid: { value: 0 } } });
    expect(await world.provider.calls(visit.reference, 'reversal')).toBe(2);
  });
});

describe('a capture that the provider', () => {
  it('has accepted and is slow with is no payment before it is done, and is done once', async () => {
    const sale = await held();
    await dojo.scenario({ name: 'slow_capture', reference: sale.reference });
    const key = randomUUID();

    expectProblem(await capture(sale, of(200), key), 502, 'provider_outcome_unknown');
    expect(await world.payment(sale.reference)).toMatchObject({
      status: 'authorized',
      amountPaid: { value: 0 },
      review: null,
    });
    expect(await dojo.becomes(sale.reference, 'paid')).toMatchObject({ amountPaid: { value: 200 }, review: null });
    expect((await capture(sale, of(200), key)).json()).toMatchObject({ status: 'paid', amountPaid: { value: 200 } });
    expect(await world.provider.calls(sale.reference, 'capture')).toBe(1);
  });

  it('has made without an answer is found by the look that follows', async () => {
    const sale = await held();
    await dojo.scenario({ name: 'provider_timeout_after_create', operation: 'capture', reference: sale.reference });

    expect((await capture(sale, of(300))).json()).toMatchObject({ status: 'paid', amountPaid: { value: 300 } });
    expect(await takenAtProvider(sale)).toBe(300);
  });

  it('never answered is unknown and flagged; the same request finds out, and another one waits', async () => {
    const sale = await held();
    await dojo.scenario({ name: 'provider_timeout', operation: 'capture', reference: sale.reference });
    const key = randomUUID();

    expectProblem(await capture(sale, {}, key), 502, 'provider_outcome_unknown');
    expect(await reviewed(sale)).toMatchObject({ status: 'authorized', review: { reason: 'outcome_unknown' } });
    expectProblem(await capture(sale), 409, 'state_conflict');
    const cancel = await world.api.post(`/v1/payments/${sale.payment.id}/cancel`);
    expectProblem(cancel, 409, 'state_conflict');

    // All of what is held cannot be taken twice, so the same request may ask again.
    expect((await capture(sale, {}, key)).json()).toMatchObject({ status: 'paid', review: null });
    expect(await takenAtProvider(sale)).toBe(1050);
  });

  it('never answered is not asked for again, where the part could be taken twice, until a person has looked', async () => {
    const sale = await held();
    await dojo.scenario({ name: 'provider_timeout', operation: 'capture', reference: sale.reference });
    const key = randomUUID();
    const calls = () => world.provider.calls(sale.reference, 'capture');

    expectProblem(await capture(sale, of(200), key), 502, 'provider_outcome_unknown');
    expectProblem(await capture(sale, of(200), key), 502, 'provider_outcome_unknown');
    expect(await calls()).toBe(1);

    await reviewed(sale);
    await ruleOut(sale);
    expect((await capture(sale, of(200), key)).json()).toMatchObject({ status: 'paid', amountPaid: { value: 200 } });
    expect(await takenAtProvider(sale)).toBe(200);
  });

  it('refused leaves the money held, and may be asked for again', async () => {
    const sale = await held();
    await dojo.scenario({ name: 'provider_429', operation: 'capture', reference: sale.reference });

    expectProblem(await capture(sale), 503, 'provider_unavailable');
    expect(await world.payment(sale.reference)).toMatchObject({ status: 'authorized', review: null });
    expect((await capture(sale)).status).toBe(200);
    expect(await takenAtProvider(sale)).toBe(1050);
  });
});

/** As if it had been asked for long ago, and a person had looked since. */
async function ruleOut({ payment, orderId }: Held): Promise<void> {
  await world.rows(`UPDATE checkouts SET capture_asked_at = now() - interval '1 hour' WHERE provider_payment_id = $1`, [
    orderId,
  ]);
  const finding = { outcome: 'failed', note: 'Nothing was taken, says the portal' };
  const answer = await world.api.post(`/v1/payments/${payment.id}/capture/resolve`, finding, keyed());
  expect(answer.status).toBe(200);
}
