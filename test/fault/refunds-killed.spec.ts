import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { RefundDto } from '../../src/payments/dto/refund.dto.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import type { DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { PostgresProxy } from '../support/postgres.proxy.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

interface KillPoint {
  readonly between: string;
  /** Resolves when the program has come to the point. */
  readonly arrival: (reference: string) => Promise<unknown>;
}

const RESERVES = [/INSERT INTO refunds/, /^COMMIT/];
const NOTES_SENDING = [/UPDATE refunds SET sent_at/];
const NOTES_ACCEPTED = [/UPDATE refunds SET status/, /^COMMIT/];
const OBSERVES = [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/];
const ANSWERS = [/UPDATE idempotency_keys SET leased_until = NULL/];

const stop = (when: 'before' | 'after', [between, statements]: [string, readonly RegExp[]]): KillPoint => ({
  between,
  arrival: () => proxy.stopAt(when, ...statements),
});

const POINTS: readonly KillPoint[] = [
  stop('before', ['the request and its row', RESERVES]),
  stop('after', ['its row and the call', RESERVES]),
  stop('after', ['the note that the provider may know, and the call', NOTES_SENDING]),
  {
    between: 'the call and the provider’s work',
    arrival: async (reference) => {
      await world.provider.scenario({ name: 'provider_timeout', reference, operation: 'refund' });
      await world.provider.waitForCall(reference, 'refund');
    },
  },
  {
    between: 'the provider’s work and its answer',
    arrival: async (reference) => {
      await world.provider.scenario({ name: 'provider_timeout_after_create', reference, operation: 'refund' });
      await patiently(async () => ((await refundedAtProvider(reference)) > 0 ? true : undefined));
    },
  },
  stop('before', ['the provider’s yes and our note of it', NOTES_ACCEPTED]),
  stop('after', ['our note of it and the look', NOTES_ACCEPTED]),
  stop('before', ['the look and what follows from it', OBSERVES]),
  stop('after', ['what follows from it and our answer', OBSERVES]),
  stop('before', ['our answer and the note of that', ANSWERS]),
];

let world: DunlinWorld;
let proxy: PostgresProxy;
let program: DunlinProcess;
let dojo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  program = await world.start({ DATABASE_URL: proxy.url });
  dojo = await Shop.dojo(world);
}, 90_000);

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

describe('a program killed in the middle of a refund gives the money back, once', () => {
  it.each(POINTS)('between $between', async ({ arrival }) => {
    const sale = await paid();
    const arrived = arrival(sale.reference);
    const [refund] = await Promise.all([refundUntilAnswered(sale), arrived.then(killAndRestart)]);
    await patiently(async () => {
      const { status } = await world.api.read<RefundDto>(`/v1/refunds/${refund.id}`);
      return status === 'succeeded' || undefined;
    }, 25_000);

    expect(await refundedAtProvider(sale.reference)).toBe(400);
    expect(await world.payment(sale.reference)).toMatchObject({
      status: 'partially_refunded',
      amountRefunded: { value: 400 },
      review: null,
    });
    const [counted] = await world.rows<{ count: string }>(
      `SELECT count(*) FROM refunds WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
      [sale.reference],
    );
    expect(counted!.count).toBe('1');
  });
});

async function paid(): Promise<Visit & { paymentId: string }> {
  const visit = await dojo.visit();
  await dojo.pay(visit);
  await dojo.becomes(visit.reference, 'paid');
  await quiet();
  return { ...visit, paymentId: visit.link.paymentId };
}

/** Nothing of the sale is under way that could run into the refund's stop. */
async function quiet(): Promise<void> {
  await patiently(async () => {
    const [row] = await world.rows<{ busy: boolean }>(
      `SELECT EXISTS (SELECT FROM checkouts WHERE leased_until > now() OR look_asked_at IS NOT NULL)
         OR EXISTS (SELECT FROM events WHERE sequence IS NULL) AS busy`,
    );
    return row!.busy ? undefined : true;
  }, 20_000);
}

/** An ERP repeats its request with the same key until it has an answer. */
function refundUntilAnswered({ paymentId }: { paymentId: string }): Promise<RefundDto> {
  const key = randomUUID();
  const order = { amount: { value: 400, currency: 'GBP' } };
  return patiently(
    () => world.api.make<RefundDto>(`/v1/payments/${paymentId}/refunds`, order, key).catch(() => undefined),
    25_000,
  );
}

async function refundedAtProvider(reference: string): Promise<number> {
  return (await world.provider.intentsFor(reference))[0]!.refunded;
}

async function killAndRestart(): Promise<void> {
  await program.kill('SIGKILL');
  proxy.letPass();
  program = await world.start({ DATABASE_URL: proxy.url });
}
