import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { RefundDto } from '../../src/payments/dto/refund.dto.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const NOTE = 'So says the portal';

let world: DunlinWorld;
let dojo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ PROVIDER_TIMEOUT_MS: '1000' });
  dojo = await Shop.dojo(world);
}, 90_000);

afterAll(() => world.close());

interface Doubt extends Visit {
  readonly refund: RefundDto;
}

function keyed() {
  return { headers: { 'idempotency-key': randomUUID() } };
}

function ask(paymentId: string, value: number): Promise<Answer> {
  return world.api.post(`/v1/payments/${paymentId}/refunds`, { amount: { value, currency: 'GBP' } }, keyed());
}

/** A refund of 40, of which no answer came; with the provider otherwise as the scenario has it. */
async function unknownRefund(scenario: { name: string } = { name: 'provider_timeout' }): Promise<Doubt> {
  const visit = await dojo.visit();
  await dojo.pay(visit);
  await dojo.becomes(visit.reference, 'paid');
  await provider('silent', visit);
  await dojo.scenario({ ...scenario, operation: 'refund', reference: visit.reference, times: 100 });
  const refund = (await ask(visit.link.paymentId, 40)).json<RefundDto>();
  expect(refund.status).toBe('unknown');
  return { ...visit, refund };
}

/** As if it had been tried so long ago; and nobody else is at it before the test is over. */
async function aged(doubt: Doubt, days: number): Promise<Doubt> {
  await world.rows(
    `UPDATE refunds SET sent_at = now() - make_interval(days => $2, hours => 1), due_at = now() + interval '1 day',
       leased_until = NULL, fence = fence + 1 WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
    [doubt.reference, days],
  );
  return doubt;
}

async function provider(is: 'silent' | 'back', { reference }: Visit): Promise<void> {
  await dojo.scenario({ name: 'provider_500', operation: 'fetch', reference, times: is === 'silent' ? 1000 : 0 });
}

function resolve({ refund }: Doubt, outcome: string, options: object = keyed()): Promise<Answer> {
  return world.api.post(`/v1/refunds/${refund.id}/resolve`, { outcome, note: NOTE }, options);
}

async function stands({ refund }: Doubt): Promise<string> {
  return (await world.api.read<RefundDto>(`/v1/refunds/${refund.id}`)).status;
}

async function refundAtCounter({ orderId }: Visit, amount: number): Promise<void> {
  const headers = { authorization: dojo.authorization, version: '2025-09-10', idempotencyKey: randomUUID() };
  const url = `${world.simulator.url}/payment-intents/${orderId}/refunds`;
  await dojo.scenario({ name: 'provider_timeout', times: 0 });
  expect((await exchange({ method: 'POST', url, headers, body: { amount } })).status).toBe(200);
}

async function eventsSince({ reference }: Visit, type: string) {
  await patiently(async () => {
    const unnumbered = await world.rows('SELECT FROM events WHERE sequence IS NULL LIMIT 1');
    return unnumbered.length === 0 || undefined;
  });
  const told = await world.eventsAbout(reference);
  return told.slice(told.findIndex((event) => event.type === type) + 1);
}

async function look({ link }: Visit): Promise<PaymentDto> {
  return world.api.make<PaymentDto>(`/v1/payments/${link.paymentId}/refresh`);
}

function expectProblem(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code]);
}

describe('a refund that stays unknown', () => {
  it('cannot be closed while it may still become known by itself', async () => {
    const doubt = await unknownRefund();
    const answer = await resolve(doubt, 'failed');

    expectProblem(answer, 409, 'state_conflict');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(23 * 3600);
    expect(await stands(doubt)).toBe('unknown');
  });

  it('can be ruled out: the amount is free again, and the events say by whose word', async () => {
    const doubt = await aged(await unknownRefund(), 1);
    await provider('back', doubt);
    const answer = await resolve(doubt, 'failed');

    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ status: 'failed', resolution: { note: NOTE, at: expect.any(String) } });
    expect(await world.payment(doubt.reference)).toMatchObject({ amountRefunded: { value: 0 }, review: null });
    const told = await eventsSince(doubt, 'payment.review_required');
    expect(told.map(({ type, data }) => [type, data.note ?? null])).toEqual([
      ['refund.failed', null],
      ['payment.review_cleared', NOTE],
    ]);
    expect(told[0]!.data).toMatchObject({ refund: { status: 'failed', resolution: { note: NOTE } } });
    await dojo.scenario({ name: 'provider_timeout', times: 0 });
    expect((await ask(doubt.link.paymentId, 1050)).json()).toMatchObject({ status: 'succeeded' });
  });

  it('is ruled out once, also by a request that comes again without its key', async () => {
    const doubt = await aged(await unknownRefund(), 1);
    await provider('back', doubt);
    const [first, again] = [await resolve(doubt, 'failed'), await resolve(doubt, 'failed')];

    expect(again.json()).toEqual(first.json());
    expectProblem(await resolve(doubt, 'succeeded'), 409, 'state_conflict');
  });

  it('is no success by a word that the provider’s sum contradicts', async () => {
    const doubt = await aged(await unknownRefund(), 1);
    await provider('back', doubt);

    expectProblem(await resolve(doubt, 'succeeded'), 409, 'state_conflict');
    expect(await stands(doubt)).toBe('unknown');
  });

  it('is no failure where the provider shows it, whatever the word', async () => {
    const doubt = await aged(await unknownRefund({ name: 'provider_timeout_after_create' }), 1);
    await provider('back', doubt);

    expectProblem(await resolve(doubt, 'failed'), 409, 'state_conflict');
    expect(await stands(doubt)).toBe('succeeded');
    expect(await world.payment(doubt.reference)).toMatchObject({ amountRefunded: { value: 40 }, review: null });
  });

  it('is the success that a person saw, where the provider shows it too', async () => {
    const doubt = await aged(await unknownRefund({ name: 'provider_timeout_after_create' }), 1);
    await provider('back', doubt);

    expect((await resolve(doubt, 'succeeded')).json()).toMatchObject({ status: 'succeeded', resolution: null });
  });

  it.each(['succeeded', 'failed'])(
    'waits for the provider’s answer for a week, and has %s by a word after that',
    async (outcome) => {
      const doubt = await aged(await unknownRefund(), 1);
      expectProblem(await resolve(doubt, outcome), 503, 'provider_unavailable');

      await aged(doubt, 7);
      expect((await resolve(doubt, outcome)).json()).toMatchObject({ status: outcome, resolution: { note: NOTE } });
      const refunded = outcome === 'succeeded' ? 40 : 0;
      expect(await world.payment(doubt.reference)).toMatchObject({ amountRefunded: { value: refunded }, review: null });
    },
  );

  it('that was ruled out and has happened after all is counted, and flagged as a surplus', async () => {
    const doubt = await aged(await unknownRefund(), 1);
    await provider('back', doubt);
    await resolve(doubt, 'failed');
    await refundAtCounter(doubt, 40);

    expect(await look(doubt)).toMatchObject({
      status: 'partially_refunded',
      amountRefunded: { value: 40 },
      review: { reason: 'surplus' },
    });
    expect(await stands(doubt)).toBe('failed');
  });

  it('that a person saw and the provider, back again, does not show is flagged as failed', async () => {
    const doubt = await aged(await unknownRefund(), 7);
    await resolve(doubt, 'succeeded');
    await provider('back', doubt);

    expect(await look(doubt)).toMatchObject({ amountRefunded: { value: 40 }, review: { reason: 'refund_failed' } });
  });

  it('that a person saw and the provider shows later is counted once', async () => {
    const doubt = await aged(await unknownRefund(), 7);
    await resolve(doubt, 'succeeded');
    await provider('back', doubt);
    await refundAtCounter(doubt, 40);

    expect(await look(doubt)).toMatchObject({ amountRefunded: { value: 40 }, review: null });
  });

  it('is closed only with a key that may, an Idempotency-Key, and one of two outcomes', async () => {
    const doubt = await aged(await unknownRefund(), 1);
    const key = await world.addKey({ scopes: ['payments:read', 'payments:write'] });
    const headers = { ...keyed().headers, authorization: `Bearer ${key}` };

    expectProblem(await resolve(doubt, 'failed', {}), 400, 'idempotency_key_required');
    expectProblem(await resolve(doubt, 'failed', { headers }), 403, 'forbidden');
    expectProblem(await resolve(doubt, 'perhaps'), 400, 'validation_failed');
    expect(await stands(doubt)).toBe('unknown');
  });
});

it('a refund that is not unknown has nothing to be closed', async () => {
  const visit = await dojo.visit();
  await dojo.pay(visit);
  await dojo.becomes(visit.reference, 'paid');
  const refund = (await ask(visit.link.paymentId, 40)).json<RefundDto>();

  expect(refund.status).toBe('succeeded');
  expectProblem(await resolve({ ...visit, refund }, 'failed'), 409, 'state_conflict');
});

describe('a capture that stays unknown', () => {
  async function unknownCapture(scenario: { name: string }): Promise<Visit> {
    const visit = await dojo.visit({ capture: 'manual' });
    await world.provider.payAt(visit.checkoutUrl, PAYS);
    await dojo.becomes(visit.reference, 'authorized');
    await dojo.scenario({ ...scenario, operation: 'capture', reference: visit.reference });
    const body = { amount: { value: 200, currency: 'GBP' } };
    const answer = await world.api.post(`/v1/payments/${visit.link.paymentId}/capture`, body, keyed());
    expectProblem(answer, 502, 'provider_outcome_unknown');
    return visit;
  }

  function resolveCapture({ link }: Visit, outcome: string): Promise<Answer> {
    return world.api.post(`/v1/payments/${link.paymentId}/capture/resolve`, { outcome, note: NOTE }, keyed());
  }

  function agedCapture({ orderId }: Visit): Promise<object[]> {
    return world.rows(
      `UPDATE checkouts SET capture_asked_at = now() - interval '16 minutes' WHERE provider_payment_id = $1`,
      [orderId],
    );
  }

  it('cannot be closed at once, and clearing the review does not close it either', async () => {
    const visit = await unknownCapture({ name: 'provider_timeout' });

    expectProblem(await resolveCapture(visit, 'failed'), 409, 'state_conflict');
    const url = `${world.url}/v1/payments/${visit.link.paymentId}/review`;
    const headers = { authorization: `Bearer ${world.sandboxKey}` };
    await exchange({ method: 'DELETE', url, headers, body: { note: NOTE } });
    const again = await world.api.post(`/v1/payments/${visit.link.paymentId}/capture`, {}, keyed());
    expectProblem(again, 409, 'state_conflict');
  });

  it('can be ruled out while the provider holds the money, and is asked for anew', async () => {
    const visit = await unknownCapture({ name: 'provider_timeout' });
    await agedCapture(visit);

    expectProblem(await resolveCapture(visit, 'succeeded'), 409, 'state_conflict');
    expect((await resolveCapture(visit, 'failed')).json()).toMatchObject({ status: 'authorized', review: null });
    expect((await eventsSince(visit, 'payment.review_required')).map(({ type, data }) => [type, data.note])).toEqual([
      ['payment.review_cleared', NOTE],
    ]);
    const again = await world.api.make<PaymentDto>(`/v1/payments/${visit.link.paymentId}/capture`);
    expect(again).toMatchObject({ status: 'paid', amountPaid: { value: 1050 } });
  });

  it('is no failure while the provider is at it, nor once it has taken the money', async () => {
    const visit = await unknownCapture({ name: 'slow_capture' });
    await agedCapture(visit);
    const early = await resolveCapture(visit, 'failed');
    await patiently(async () => ((await look(visit)).status === 'paid' ? true : undefined));

    expectProblem(early, 409, 'state_conflict');
    expectProblem(await resolveCapture(visit, 'failed'), 409, 'state_conflict');
    expect((await resolveCapture(visit, 'succeeded')).json()).toMatchObject({ amountPaid: { value: 200 } });
  });
});
