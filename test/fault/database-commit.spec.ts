import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { expectRecovery } from '../fixtures/recovery.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

jest.setTimeout(180_000);

/** The acts of a payment's life that somebody outside begins. */
const ACTS = ['create', 'press', 'pay', 'book', 'refund'] as const;
type Act = (typeof ACTS)[number];

interface CutPoint {
  readonly what: string;
  readonly act: Act;
  /** What one connection sends in this order; at the last it breaks. */
  readonly statements: readonly RegExp[];
}

/** Each place where something of a payment becomes durable. */
const POINTS: readonly CutPoint[] = [
  { what: 'the payment and its link', act: 'create', statements: [/INSERT INTO payments/] },
  {
    what: 'the answer that a key keeps',
    act: 'create',
    statements: [/UPDATE idempotency_keys SET leased_until = NULL/],
  },
  { what: 'the reserved checkout', act: 'press', statements: [/INSERT INTO checkouts/, /^COMMIT/] },
  {
    what: 'the checkout that the provider made',
    act: 'press',
    statements: [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/],
  },
  { what: 'the provider’s webhook', act: 'pay', statements: [/INSERT INTO received_webhooks/] },
  { what: 'the claim of a look', act: 'pay', statements: [/UPDATE checkouts SET leased_until/] },
  { what: 'what the provider said', act: 'pay', statements: [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/] },
  { what: 'the number of an event', act: 'pay', statements: [/UPDATE events SET sequence/, /^COMMIT/] },
  { what: 'the deliveries of an event', act: 'pay', statements: [/INSERT INTO deliveries/, /^COMMIT/] },
  { what: 'the note of a delivery', act: 'pay', statements: [/UPDATE deliveries d SET status/] },
  { what: 'the booking', act: 'book', statements: [/INSERT INTO events.*UPDATE payments/s, /^COMMIT/] },
  { what: 'the reserved refund', act: 'refund', statements: [/INSERT INTO refunds/, /^COMMIT/] },
  {
    what: 'the refund that the provider accepted',
    act: 'refund',
    statements: [/UPDATE refunds SET status/, /^COMMIT/],
  },
];

/** Acts whose caller waits for that very commit. */
const AWAITED: readonly Act[] = ['create', 'press', 'book', 'refund'];
/** The last event that each act brings about. */
const TOLD: Readonly<Record<Act, string>> = {
  create: 'payment.created',
  press: 'payment.pending',
  pay: 'payment.paid',
  book: 'payment.booked',
  refund: 'payment.refunded',
};

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

describe.each([
  ['before the COMMIT reaches it, which is lost', 'before'],
  ['after it has committed, which nobody is told', 'after'],
] as const)('a connection to the database that breaks %s', (_, when) => {
  it.each(POINTS)('leaves one payment with one of each, at $what', async ({ what, act, statements }) => {
    const life = new PaymentLife();
    const failures = new Map<Act, number>();
    for (const step of ACTS) {
      const broken = step === act ? proxy.cutAt(when, ...statements).then(() => performance.now()) : undefined;
      failures.set(step, await life[step]());
      const brokenMs = await broken;
      await world.erp.waitFor(life.reference, TOLD[step], 30_000);
      if (brokenMs) await expectRecovery(world, `a cut ${when} the commit of ${what}`, brokenMs);
    }

    // Whoever waits for the commit sees an error, also where the row is there; nobody else sees any.
    expect(failures.get(act)! > 0).toBe(AWAITED.includes(act));
    expect([...failures].filter(([step, count]) => step !== act && count > 0)).toEqual([]);
    expect(await life.counts()).toEqual({ payments: 1, links: 1, checkouts: 1, refunds: 1, pages: 1, charges: 1 });
    expect(await life.steps()).toEqual(Object.values(TOLD));
    expect(await world.payment(life.reference)).toMatchObject({ status: 'refunded', review: null });
  });
});

/** One payment from its order to its refund. Each act is repeated under the same key until it is answered, and answers how often it was not. */
class PaymentLife {
  readonly reference = `INV-${randomUUID()}`;
  private link: LinkDto;
  private checkoutUrl: string;

  async create(): Promise<number> {
    const payment = { reference: this.reference, amount: { value: 1050, currency: 'GBP' } };
    const { answer, failures } = await this.repeat(201, '/v1/links', { payment });
    this.link = answer.json<LinkDto>();
    return failures;
  }

  async press(): Promise<number> {
    const press = () => exchange({ method: 'POST', url: `${this.link.url}/pay` });
    const { answer, failures } = await untilAnswered(303, press);
    this.checkoutUrl = String(answer.headers['location']);
    return failures;
  }

  async pay(): Promise<number> {
    await world.provider.payAt(this.checkoutUrl, PAYS);
    return 0;
  }

  async book(): Promise<number> {
    const path = `/v1/payments/${this.link.paymentId}/booking`;
    return (await untilAnswered(200, () => world.api.put(path, { status: 'posted', voucher: 'RE-4711' }))).failures;
  }

  async refund(): Promise<number> {
    const path = `/v1/payments/${this.link.paymentId}/refunds`;
    return (await this.repeat(201, path, { amount: { value: 1050, currency: 'GBP' } })).failures;
  }

  async counts(): Promise<object> {
    const [rows] = await world.rows<object>(
      `SELECT count(DISTINCT p.id)::integer AS payments, count(DISTINCT l.id)::integer AS links,
         count(DISTINCT c.provider_payment_id)::integer AS checkouts, count(DISTINCT r.id)::integer AS refunds
       FROM payments p LEFT JOIN links l ON l.payment_id = p.id LEFT JOIN checkouts c ON c.payment_id = p.id
         LEFT JOIN refunds r ON r.payment_id = p.id WHERE p.reference = $1`,
      [this.reference],
    );
    const intents = await world.provider.intentsFor(this.reference);
    return { ...rows, pages: intents.length, charges: intents.flatMap(({ charges }) => charges).length };
  }

  /** The events of the payment itself, in their order. A refund whose outcome is unknown for a while is flagged meanwhile. */
  async steps(): Promise<string[]> {
    const types = (await world.eventsAbout(this.reference)).map(({ type }) => type);
    return types.filter((type) => Object.values(TOLD).includes(type));
  }

  private repeat(status: number, path: string, body: object) {
    const headers = { 'idempotency-key': randomUUID() };
    return untilAnswered(status, () => world.api.post(path, body, { headers }));
  }
}

/** A caller who is told 503, or nothing, comes back; 409 is his own first try, which is still held for dead. */
async function untilAnswered(status: number, call: () => Promise<Answer>) {
  let failures = 0;
  const answer = await patiently(async () => {
    const given = await call();
    if (given.status === status) return given;
    if (given.status !== 503 && given.status !== 409) throw new Error(`Answered ${given.status}: ${given.text}`);
    failures += 1;
    return undefined;
  }, 20_000);
  return { answer, failures };
}
