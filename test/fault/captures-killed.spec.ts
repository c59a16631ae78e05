import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { Shop } from '../fixtures/shop.js';
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

const NOTES = [/UPDATE checkouts SET provider_payment_id/, /^COMMIT/];
const OBSERVES = [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/];

const POINTS: readonly KillPoint[] = [
  { between: 'the request and its note', arrival: () => proxy.stopAt('before', ...NOTES) },
  { between: 'the note and the call', arrival: () => proxy.stopAt('after', ...NOTES) },
  {
    between: 'the provider’s work and its answer',
    arrival: async (reference) => {
      await world.provider.scenario({ name: 'provider_timeout_after_create', reference, operation: 'capture' });
      await world.provider.waitForCall(reference, 'capture');
    },
  },
  { between: 'the provider’s yes and what follows from it', arrival: () => proxy.stopAt('before', ...OBSERVES) },
  { between: 'what follows from it and our answer', arrival: () => proxy.stopAt('after', ...OBSERVES) },
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

describe('a program killed in the middle of a capture takes the money once', () => {
  it.each(POINTS)('between $between', async ({ arrival }) => {
    const { paymentId, reference } = await held();
    const arrived = arrival(reference);
    const [payment] = await Promise.all([captureUntilAnswered(paymentId), arrived.then(killAndRestart)]);

    expect(payment).toMatchObject({ status: 'paid', amountPaid: { value: 1000 }, review: null });
    const [intent] = await world.provider.intentsFor(reference);
    expect(intent!.charges).toMatchObject([{ amount: 1000 }]);
  });
});

async function held(): Promise<{ paymentId: string; reference: string }> {
  const { link, reference } = await dojo.link({ capture: 'manual' });
  const { checkoutUrl } = await dojo.go({ link, reference });
  await world.provider.payAt(checkoutUrl, PAYS);
  await dojo.becomes(reference, 'authorized');
  await quiet();
  return { paymentId: link.paymentId, reference };
}

/** Nothing of the payer's visit is under way that could run into the capture's stop. */
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
function captureUntilAnswered(paymentId: string): Promise<PaymentDto> {
  const key = randomUUID();
  const order = { amount: { value: 1000, currency: 'GBP' } };
  return patiently(
    () => world.api.make<PaymentDto>(`/v1/payments/${paymentId}/capture`, order, key).catch(() => undefined),
    30_000,
  );
}

async function killAndRestart(): Promise<void> {
  await program.kill('SIGKILL');
  proxy.letPass();
  program = await world.start({ DATABASE_URL: proxy.url });
}
