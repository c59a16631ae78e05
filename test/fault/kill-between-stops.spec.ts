import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import type { DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import type { ReceivedEvent } from '../support/erp.receiver.js';
import { PostgresProxy } from '../support/postgres.proxy.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

/** The acts of a payment's life that somebody outside begins. */
type Act = 'create' | 'press' | 'pay' | 'book';

interface KillPoint {
  readonly between: string;
  /** The program runs undisturbed until this act. */
  readonly act: Act;
  /** Resolves when the program has come to the point. */
  readonly arrival: (reference: string) => Promise<unknown>;
}

const CREATES = [/INSERT INTO payments/];
const RESERVES = [/INSERT INTO checkouts/, /^COMMIT/];
const RECORDS = [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/];
const STORES_WEBHOOK = [/INSERT INTO received_webhooks/];
const CLAIMS_LOOK = [/UPDATE checkouts SET leased_until/];
const OBSERVES = [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/];
const NUMBERS = [/pg_try_advisory_xact_lock/, /UPDATE events SET sequence/, /^COMMIT/];
const PLANS = [/INSERT INTO deliveries/, /^COMMIT/];
const NOTES_DELIVERY = [/UPDATE deliveries d SET status/];
const NOTES_MAIL = [/UPDATE notifications SET status/];
const BOOKS = [/INSERT INTO events.*UPDATE payments/s, /^COMMIT/];

const stop = (when: 'before' | 'after', act: Act, [between, statements]: [string, readonly RegExp[]]): KillPoint => ({
  between,
  act,
  arrival: () => proxy.stopAt(when, ...statements),
});

const POINTS: readonly KillPoint[] = [
  stop('before', 'create', ['1 and 2: the order is read, nothing is written', CREATES]),
  stop('after', 'create', ['2 and 3: payment, link and mail are committed, the ERP has no answer', CREATES]),
  stop('before', 'create', ['2 and 3: the mail server has said 250, and nobody has noted it', NOTES_MAIL]),
  stop('before', 'press', ['3 and 4: the payer has pressed, no checkout is reserved', RESERVES]),
  stop('after', 'press', ['3 and 4: a checkout is reserved, the provider does not know', RESERVES]),
  {
    between: '4 and 5: the provider was asked and has made nothing',
    act: 'press',
    arrival: async (reference) => {
      await world.provider.scenario({ name: 'provider_timeout', reference, operation: 'create' });
      await world.provider.waitForCall(reference, 'create');
    },
  },
  {
    between: '5 and 4: the provider has made the page, and nobody has its answer',
    act: 'press',
    arrival: async (reference) => {
      await world.provider.scenario({ name: 'provider_timeout_after_create', reference });
      await patiently(async () => (await world.provider.intentsFor(reference))[0], 10_000);
    },
  },
  stop('before', 'press', ['5 and 4: the provider has answered, and nothing of it is committed', RECORDS]),
  stop('after', 'press', ['4 and 6: the checkout is recorded, the payer was led nowhere', RECORDS]),
  stop('before', 'pay', ['6 and 7: the webhook is verified and not stored', STORES_WEBHOOK]),
  stop('after', 'pay', ['6 and 7: the webhook is stored and not acknowledged', STORES_WEBHOOK]),
  stop('after', 'pay', ['6 and 7: the look is claimed, the provider is not asked', CLAIMS_LOOK]),
  {
    between: '7 and 8: the provider is being asked',
    act: 'pay',
    arrival: async (reference) => {
      const looksBefore = await world.provider.calls(reference, 'fetch');
      const [intent] = await world.provider.intentsFor(reference);
      await world.provider.scenario({ name: 'provider_timeout', intentId: intent!.id, operation: 'fetch' });
      await patiently(async () => (await world.provider.calls(reference, 'fetch')) > looksBefore || undefined, 10_000);
    },
  },
  stop('before', 'pay', ['7 and 8: the provider says paid, and nothing of it is committed', OBSERVES]),
  stop('after', 'pay', ['8 and 9: paid is committed, and nobody was told', OBSERVES]),
  stop('before', 'pay', ['8 and 9: the event is being numbered', NUMBERS]),
  stop('before', 'pay', ['8 and 9: the deliveries are being planned', PLANS]),
  {
    between: '9: the ERP has the event and has not answered',
    act: 'pay',
    arrival: (reference) => {
      const isOurs = (event: ReceivedEvent) =>
        event.type === 'payment.paid' && event.data.payment?.reference === reference;
      return new Promise<void>((arrived) => {
        world.erp.answer = (event) => {
          if (!isOurs(event)) return 204;
          arrived();
          return 'never';
        };
      });
    },
  },
  stop('before', 'pay', ['9: the ERP has answered 2xx, and nobody has noted it', NOTES_DELIVERY]),
  stop('after', 'book', ['9 and the end: the booking is committed, the ERP has no answer', BOOKS]),
];

let world: DunlinWorld;
let proxy: PostgresProxy;
let program: DunlinProcess;
let killed: boolean;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  program = await world.start({ DATABASE_URL: proxy.url });
  await world.connect();
});

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

beforeEach(async () => {
  killed = false;
  await quiet();
});

describe('a program killed by SIGKILL and started again brings the payment to its end, once', () => {
  it.each(POINTS)('between $between', async (point) => {
    const reference = `INV-${randomUUID()}`;
    const link = await act('create', point, reference, () => createLink(reference));
    await mailed(reference);
    const checkoutUrl = await act('press', point, reference, () => press(link));
    await act('pay', point, reference, () => world.provider.payAt(checkoutUrl, PAYS));
    await act('book', point, reference, () => book(link));

    expect(killed).toBe(true);
    await expectPaidOnce(link, reference);
    await expectToldOnce(reference);
    await expectOneMail(reference);
  });

  it('and leaves a feed that counts from 1 without gaps', async () => {
    const feed = await world.events();

    expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
    expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
  });

  it('and a provider’s ledger that agrees with ours to the penny', async () => {
    const { intents } = await world.provider.ledger();
    const charged = intents.flatMap(({ charges }) => charges).reduce((sum, { amount }) => sum + amount, 0);
    const [ours] = await world.rows<{ paid: string }>('SELECT sum(amount_paid) AS paid FROM payments');

    expect(Number(ours!.paid)).toBe(charged);
    expect(charged).toBe(POINTS.length * 1050);
  });
});

/** Does its part, again and again while the program is away; at the point's own act, kills the program as soon as it is there. */
async function act<Result>(
  name: Act,
  point: KillPoint,
  reference: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (name !== point.act) return work();
  const arrival = point.arrival(reference);
  const [result] = await Promise.all([work(), arrival.then(killAndRestart)]);
  return result;
}

async function killAndRestart(): Promise<void> {
  await program.kill('SIGKILL');
  killed = true;
  proxy.letPass();
  world.erp.answer = () => 204;
  program = await world.start({ DATABASE_URL: proxy.url });
}

/** Nothing of an earlier payment is under way that could run into this one's stop. */
async function quiet(): Promise<void> {
  await patiently(async () => {
    const [row] = await world.rows<{ busy: boolean }>(
      `SELECT EXISTS (SELECT FROM events WHERE sequence IS NULL)
         OR EXISTS (SELECT FROM event_counters JOIN delivery_positions USING (account_id, mode) WHERE sequence < last_sequence)
         OR EXISTS (SELECT FROM deliveries WHERE status = 'due') OR EXISTS (SELECT FROM notifications WHERE status = 'queued')
         OR EXISTS (SELECT FROM checkouts WHERE status <> 'closed' AND due_at IS NOT NULL) AS busy`,
    );
    return row!.busy ? undefined : true;
  }, 20_000);
}

function createLink(reference: string): Promise<LinkDto> {
  const key = randomUUID();
  const payment = { reference, amount: { value: 1050, currency: 'GBP' }, description: 'Invoice' };
  const order = { payment, send: { to: 'payer@example.com', message: `For ${reference}` } };
  return untilAnswered(() => world.api.make<LinkDto>('/v1/links', order, key));
}

/** A payer whose browser shows an error presses again. */
function press(link: LinkDto): Promise<string> {
  return untilAnswered(async () => {
    const answer: Answer = await exchange({ method: 'POST', url: `${link.url}/pay` });
    if (answer.status !== 303) throw new Error(`Answered ${answer.status}`);
    return String(answer.headers['location']);
  });
}

async function book(link: LinkDto): Promise<PaymentDto> {
  const booking = { status: 'posted', voucher: 'RE-4711' };
  return untilAnswered(async () => {
    const answer = await world.api.put(`/v1/payments/${link.paymentId}/booking`, booking);
    if (answer.status !== 200) throw new Error(`Answered ${answer.status}`);
    return answer.json<PaymentDto>();
  });
}

/** Asks again for as long as a program needs that was killed and started again; the last complaint is what a failure shows. */
async function untilAnswered<Result>(call: () => Promise<Result>): Promise<Result> {
  let complaint: unknown;
  const noted = (error: unknown) => void (complaint = error);
  const answer = patiently(() => call().catch(noted), 15_000);
  return answer.catch(() => Promise.reject(complaint)) as Promise<Result>;
}

async function expectPaidOnce(link: LinkDto, reference: string): Promise<void> {
  const payment = await world.api.read<PaymentDto>(`/v1/payments/${link.paymentId}`);
  const intents = await world.provider.intentsFor(reference);
  const payable = intents.filter((intent) => intent.payable || intent.charges.length > 0);

  expect(payment).toMatchObject({
    reference,
    status: 'paid',
    amountPaid: { value: 1050, currency: 'GBP' },
    booking: { status: 'posted', voucher: 'RE-4711' },
    review: null,
  });
  expect(payable).toMatchObject([
    { id: payment.checkout!.providerPaymentId, amount: 1050, charges: [{ amount: 1050 }], refunded: 0 },
  ]);
  expect(payment.links).toHaveLength(1);
}

async function expectToldOnce(reference: string): Promise<void> {
  await world.erp.waitFor(reference, 'payment.booked', 20_000);
  const told = await world.eventsAbout(reference);
  const pushed = () => new Set(world.erp.about(reference).map(({ id }) => id));

  expect(told.map(({ type }) => type)).toEqual([
    'payment.created',
    'payment.pending',
    'payment.paid',
    'payment.booked',
  ]);
  await patiently(() => (told.every(({ id }) => pushed().has(id)) ? true : undefined), 20_000);
  expect(world.erp.forgeries).toBe(0);
}

/** Payers press what was mailed to them. */
async function mailed(reference: string): Promise<void> {
  await patiently(async () => {
    const [row] = await world.rows<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT FROM notifications WHERE status = 'queued') AS waiting`,
    );
    return row!.waiting ? undefined : true;
  }, 20_000);
  expect(await mailsAbout(reference)).not.toEqual([]);
}

async function expectOneMail(reference: string): Promise<void> {
  const mails = await mailsAbout(reference);
  const ids = new Set(mails.map((mail) => /^message-id: *(<.+>)/im.exec(mail)?.[1]));

  expect(mails.length).toBeLessThanOrEqual(2);
  expect([...ids]).toEqual([expect.stringContaining('ntf_')]);
}

async function mailsAbout(reference: string): Promise<string[]> {
  const mails = await world.mails();
  // Lines are folded at 76 characters.
  return mails.filter((mail) => mail.replaceAll('=\r\n', '').includes(reference));
}
