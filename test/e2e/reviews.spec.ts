import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import type { PaymentListDto } from '../../src/payments/dto/payment-list.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { REVIEW_REASONS, type ReviewReason } from '../../src/payments/payment-facts.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const NOTE = 'Looked into it with the payer';

let world: DunlinWorld;
let metricsUrl: string;
let dojo: Shop;
let jodo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  await world.start({
    METRICS_PORT: String(port),
    PROVIDER_TIMEOUT_MS: '1000',
    JODO_SANDBOX_BASE_URL: world.simulator.url,
  });
  await world.connect();
  dojo = await Shop.dojo(world);
  jodo = await Shop.jodo(world);
}, 90_000);

afterAll(() => world.close());

interface Row {
  readonly reason: ReviewReason;
  readonly because: string;
  /** Brings a payment into it. */
  readonly happens: () => Promise<Visit>;
  /** What the provider does wrong for as long as the row lasts, if anything. */
  readonly scenario?: string;
  /** Where the payment stands then: a review hides no money, and takes none that does not fit. */
  readonly status: PaymentDto['status'];
  readonly amountPaid: number;
}

const ROWS: readonly Row[] = [
  {
    reason: 'late_payment',
    because: 'a page is paid after the payment was canceled',
    happens: () => paidLate(dojo, 'cancel'),
    status: 'paid',
    amountPaid: 1050,
  },
  {
    reason: 'late_payment',
    because: 'a page that nothing can close is paid after the payment was canceled',
    happens: () => paidLate(jodo, 'cancel'),
    status: 'paid',
    amountPaid: 105_029,
  },
  {
    reason: 'surplus',
    because: 'a page is paid after the payment was recorded as paid outside',
    happens: () => paidLate(dojo, 'record'),
    status: 'paid',
    amountPaid: 2100,
  },
  {
    reason: 'amount_mismatch',
    because: 'the provider says that another amount was taken',
    happens: () => paidUnder(dojo, 'amount_mismatch'),
    scenario: 'amount_mismatch',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'amount_mismatch',
    because: 'the other provider says so',
    happens: () => paidUnder(jodo, 'amount_mismatch'),
    scenario: 'amount_mismatch',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'currency_mismatch',
    because: 'the provider says that it was taken in another currency',
    happens: () => paidUnder(dojo, 'currency_mismatch'),
    scenario: 'currency_mismatch',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'reference_mismatch',
    because: 'the provider says that it was paid for something else',
    happens: () => paidUnder(dojo, 'reference_mismatch'),
    scenario: 'reference_mismatch',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'unrecognised_status',
    because: 'the provider says what no document knows',
    happens: () => paidUnder(dojo, 'unknown_status'),
    scenario: 'unknown_status',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'missing_at_provider',
    because: 'the provider knows no such payment, minutes after it made it',
    happens: () => lost(dojo),
    scenario: 'payment_missing',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'missing_at_provider',
    because: 'the other provider knows none',
    happens: () => lost(jodo),
    scenario: 'payment_missing',
    status: 'pending',
    amountPaid: 0,
  },
  {
    reason: 'outcome_unknown',
    because: 'the provider gives no answer to a refund',
    happens: () => refunded({ name: 'provider_timeout', operation: 'refund', times: 1000 }),
    status: 'paid',
    amountPaid: 1050,
  },
  {
    reason: 'refund_failed',
    because: 'the provider refuses a refund',
    happens: () => refunded({ name: 'refund_fails' }),
    status: 'paid',
    amountPaid: 1050,
  },
];

it('every reason of a review has a row', () => {
  expect(new Set(ROWS.map(({ reason }) => reason))).toEqual(new Set(REVIEW_REASONS));
});

describe.each(ROWS)('$reason, because $because', ({ reason, happens, scenario, status, amountPaid }) => {
  let visit: Visit;
  let payment: PaymentDto;

  beforeAll(async () => {
    visit = await happens();
    payment = await patiently(async () => {
      const found = await world.payment(visit.reference);
      return found.review?.reason === reason ? found : undefined;
    });
  });

  it('is told by the payment, its lists, the event and the metrics, and taken back with a note', async () => {
    expect(payment).toMatchObject({ status, amountPaid: { value: amountPaid } });
    expect(await listed(reason)).toContain(payment.id);
    expect(await listed('any')).toContain(payment.id);
    const required = await world.erp.waitFor(visit.reference, 'payment.review_required');
    expect(required).toMatchObject({ previous: { review: null }, data: { payment: { review: payment.review } } });
    await patiently(async () => ((await counted(reason)) > 0 ? true : undefined));

    // What the provider still says would be flagged again.
    if (scenario) await world.provider.scenario({ name: scenario, reference: visit.reference, times: 0 });
    const answer = await clear(payment.id);
    expect([answer.status, answer.json<PaymentDto>().review]).toEqual([200, null]);
    const cleared = await world.erp.waitFor(visit.reference, 'payment.review_cleared');
    expect(cleared).toMatchObject({
      previous: { review: { reason } },
      data: { note: NOTE, payment: { id: payment.id, review: null } },
    });
    expect((await clear(payment.id)).status).toBe(409);
  });
});

/** A page that is paid when nobody expects it any more. */
async function paidLate(shop: Shop, end: 'cancel' | 'record'): Promise<Visit> {
  const visit = await shop.visit();
  const body = end === 'record' ? { method: 'cash', receivedAt: '2026-01-05T15:30:00Z' } : undefined;
  await world.api.make(`/v1/payments/${visit.link.paymentId}/${end}`, body);
  await shop.scenario({ name: 'paid_after_expiry', reference: visit.reference });
  await shop.pay(visit);
  return visit;
}

async function paidUnder(shop: Shop, name: string): Promise<Visit> {
  const visit = await shop.visit();
  await shop.scenario({ name, operation: 'fetch', reference: visit.reference, times: 1000 });
  await shop.pay(visit);
  return visit;
}

async function lost(shop: Shop): Promise<Visit> {
  const visit = await shop.visit();
  await madeMinutesAgo(visit);
  await shop.scenario({ name: 'payment_missing', reference: visit.reference, times: 1000 });
  return visit;
}

/** The database forbids that otherwise: when a checkout was made does not change. */
async function madeMinutesAgo({ reference }: Visit): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.url });
  await client.connect();
  await client.query('SET session_replication_role = replica');
  await client.query(
    `UPDATE checkouts SET created_at = created_at - interval '2 minutes'
     WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
    [reference],
  );
  await client.end();
}

async function refunded(scenario: { name: string; operation?: string; times?: number }): Promise<Visit> {
  const visit = await dojo.visit();
  await dojo.pay(visit);
  const { id } = await dojo.becomes(visit.reference, 'paid');
  await dojo.scenario({ ...scenario, reference: visit.reference });
  await world.api.post(`/v1/payments/${id}/refunds`, {}, { headers: { 'idempotency-key': randomUUID() } });
  return visit;
}

async function listed(review: string): Promise<string[]> {
  const { data } = await world.api.read<PaymentListDto>(`/v1/payments?review=${review}&limit=100`);
  return data.map(({ id }) => id);
}

/** Figures from the database are up to five seconds old. */
async function counted(reason: string): Promise<number> {
  const { text } = await exchange({ method: 'GET', url: metricsUrl });
  const line = `dunlin_payments_in_review{mode="sandbox",reason="${reason}"} `;
  return Number(
    text
      .split('\n')
      .find((each) => each.startsWith(line))
      ?.slice(line.length) ?? 0,
  );
}

function clear(paymentId: string) {
  const url = `${world.url}/v1/payments/${paymentId}/review`;
  return exchange({
    method: 'DELETE',
    url,
    headers: { authorization: `Bearer ${world.sandboxKey}` },
    body: { note: NOTE },
  });
}
