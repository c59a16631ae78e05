import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { RefundDto } from '../../src/payments/dto/refund.dto.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import type { Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let dojo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ PROVIDER_TIMEOUT_MS: '1000', LOOK_SCHEDULE: '3600' });
  dojo = await Shop.dojo(world);
}, 90_000);

afterAll(() => world.close());

const CHECKOUT_OF = 'WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)';

/** Somebody else is at the page's look, and comes to no end. */
async function held({ reference }: Visit): Promise<void> {
  await world.rows(`UPDATE checkouts SET leased_until = now() + interval '1 hour' ${CHECKOUT_OF}`, [reference]);
}

async function letGo({ reference }: Visit): Promise<void> {
  await world.rows(`UPDATE checkouts SET leased_until = NULL, due_at = now() ${CHECKOUT_OF}`, [reference]);
}

async function paidVisit(): Promise<Visit> {
  const visit = await dojo.visit();
  await dojo.pay(visit);
  await dojo.becomes(visit.reference, 'paid');
  return visit;
}

function refresh({ link }: Visit): Promise<Answer> {
  return world.api.post(`/v1/payments/${link.paymentId}/refresh`, undefined, keyed());
}

function keyed() {
  return { headers: { 'idempotency-key': randomUUID() } };
}

describe('who joins the look of another', () => {
  it('is told that there is no answer, where that look has had none in time', async () => {
    const visit = await paidVisit();
    await held(visit);
    const answer = await refresh(visit);
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([503, 'provider_unavailable']);
    expect(answer.headers['retry-after']).toBeDefined();
  });

  it('has the news that one brings which began afterwards', async () => {
    const visit = await dojo.visit();
    await held(visit);
    await dojo.scenario({ name: 'webhook_lost', reference: visit.reference, times: 10 });
    await dojo.pay(visit);
    const joined = refresh(visit);
    await patiently(async () => {
      const [asked] = await world.rows(`SELECT FROM checkouts ${CHECKOUT_OF} AND look_asked_at IS NOT NULL`, [
        visit.reference,
      ]);
      return asked;
    });
    await letGo(visit);
    const answer = await joined;
    expect([answer.status, answer.json<PaymentDto>().status]).toEqual([200, 'paid']);
  });
});

it('a refund whose repeat is refused does not fail while nobody knows what the first try did', async () => {
  const visit = await paidVisit();
  const { reference } = visit;
  await dojo.scenario({ name: 'provider_500', operation: 'fetch', reference, times: 1000 });
  await dojo.scenario({ name: 'provider_reset_after_create', operation: 'refund', reference });
  const body = { amount: { value: 40, currency: 'GBP' } };
  const asked = await world.api.post(`/v1/payments/${visit.link.paymentId}/refunds`, body, keyed());
  expect(asked.json<RefundDto>().status).toBe('unknown');

  await dojo.scenario({ name: 'provider_answer', operation: 'refund', reference, status: 400, body: {}, times: 10 });
  await held(visit);
  await world.rows(`UPDATE refunds SET sent_at = now() - interval '5 minutes', due_at = now() ${CHECKOUT_OF}`, [
    reference,
  ]);
  const status = await patiently(async () => {
    const [refund] = await world.rows<{ status: string }>(
      `SELECT status FROM refunds ${CHECKOUT_OF} AND leased_until IS NULL AND (due_at IS NULL OR due_at > now())`,
      [reference],
    );
    return refund?.status;
  }, 20_000);
  expect(status).toBe('unknown');

  await dojo.scenario({ name: 'provider_500', operation: 'fetch', reference, times: 0 });
  await letGo(visit);
  expect(await dojo.becomes(reference, 'partially_refunded')).toMatchObject({ amountRefunded: { value: 40 } });
  const refund = await world.api.read<RefundDto>(`/v1/refunds/${asked.json<RefundDto>().id}`);
  expect(refund.status).toBe('succeeded');
});
