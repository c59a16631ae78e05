import { randomBytes, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { CreatedApiKeyDto } from '../../src/accounts/dto/api-key.dto.js';
import type { AdminAccountDto } from '../../src/admin/dto/admin.dto.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { ErasureDto } from '../../src/personal-data/dto/erasure.dto.js';
import { Shop } from '../fixtures/shop.js';
import { DECLINES } from '../simulator/support/dojo.client.js';
import { runCommand } from '../support/cli.process.js';
import { columnsWith } from '../support/database.dump.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { PERSONAL_COLUMNS } from '../support/personal.columns.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(120_000);

const ADMIN_KEY = randomBytes(32).toString('hex');

/** Nobody else's texts hold any of these. */
const CANARIES = ['canary', '2079467001'];
const EMAIL = 'Canary@example.com';
const OTHER_EMAIL = 'canary-mail@example.com';

const CUSTOMER = { name: 'Canary Sample', email: EMAIL, phone: '+442079467001', externalId: 'canary-17' };

/** A payment that says something about a person wherever one can say something when it is made. */
const TELLING = {
  customer: CUSTOMER,
  description: 'Lesson of Canary',
  items: [{ description: 'Canary’s lesson', amount: { value: 1050, currency: 'GBP' } }],
  metadata: { pupil: 'canary', canary: 'yes' },
  returnUrl: 'https://erp.example.com/paid?pupil=canary',
};

let world: DunlinWorld;
let rest: RestCalls;
let shop: Shop;

beforeAll(async () => {
  world = await DunlinWorld.running({ ADMIN_KEY });
  rest = new RestCalls(world);
  shop = await Shop.dojo(world);
});

// What no request can bring about: words, records and webhooks of nobody, and a payment given to another account.
const BY_HAND = ['history-is-complete', 'sums-agree', 'unexpected-money-is-reviewed', 'webhooks-are-genuine'];

afterAll(() => world.close({ except: BY_HAND }));

async function erase(email: string): Promise<ErasureDto> {
  return world.api.make<ErasureDto>('/v1/erasures', { email });
}

function becomes(erasure: ErasureDto, status: ErasureDto['status']): Promise<ErasureDto> {
  return patiently(async () => {
    const now = await world.api.read<ErasureDto>(`/v1/erasures/${erasure.id}`);
    return now.status === status ? now : undefined;
  }, 40_000);
}

/** Mailed, changed, declined, paid, given back in part, refused by the books: with words about a person at every step. */
async function tellingLife(): Promise<PaymentDto> {
  const payment = shop.order(TELLING);
  const link = await world.api.make<LinkDto>('/v1/links', {
    payment,
    send: { to: OTHER_EMAIL, message: 'Dear Canary' },
    reminders: [{ days: 3, relativeTo: 'sent' }],
  });
  await rest.send('patch', `/v1/payments/${link.paymentId}`).send({ description: 'More about Canary' }).expect(200);
  const visit = await shop.go({ reference: payment.reference, link });
  await world.provider.payAt(visit.checkoutUrl, DECLINES);
  await world.api.make(`/v1/payments/${link.paymentId}/refresh`);
  await shop.pay(visit);
  await shop.becomes(payment.reference, 'paid');
  await world.api.make(`/v1/payments/${link.paymentId}/refunds`, {
    amount: { value: 50, currency: 'GBP' },
    reason: 'Canary was ill',
  });
  await world.api.put(`/v1/payments/${link.paymentId}/booking`, { status: 'rejected', reason: 'Who is Canary?' });
  return shop.becomes(payment.reference, 'partially_refunded');
}

/** What no request can bring about at will: words of a provider, of an ERP, of a mail server. */
async function tellMore({ reference }: PaymentDto): Promise<void> {
  const ofPayment = `payment_id = (SELECT id FROM payments WHERE reference = $1)`;
  const said = [
    `UPDATE payments SET last_decline = '{"at": "2026-11-20T10:00:00.000Z", "code": "5", "message": "canary declined"}',
       recorded = '{"method": "cash", "receivedAt": "2026-11-20T10:00:00.000Z", "note": "canary was here"}'
     WHERE reference = $1`,
    `UPDATE checkouts SET failure = '{"code": "x", "message": "canary unknown"}',
       evidence = evidence || '{"lastDecline": {"id": "1", "at": "2026-11-20T10:00:00.000Z", "code": "5", "message": "canary declined"}}'
     WHERE ${ofPayment}`,
    `UPDATE looks SET outcome = 'rejected', detail = 'canary refused' WHERE checkout_id IN (SELECT id FROM checkouts WHERE ${ofPayment})`,
    `UPDATE refunds SET failure = '{"code": "x", "message": "canary unknown"}', resolution = '{"note": "canary said so", "at": "2026-11-20T10:00:00.000Z"}' WHERE ${ofPayment}`,
    `UPDATE notifications SET error = 'no canary here' WHERE link_id IN (SELECT id FROM links WHERE ${ofPayment})`,
    `UPDATE delivery_attempts SET response = 'Thanks for Canary' WHERE delivery_id IN (
       SELECT d.id FROM deliveries d JOIN events e ON e.id = d.event_id WHERE e.${ofPayment})`,
    `INSERT INTO received_webhooks (account_id, mode, id, connection_id, event_id, event_type, provider_payment_ids, headers, body, received_at)
     SELECT account_id, mode, new_id(), connection_id, 'evt_' || id, 'payment.updated', ARRAY[provider_payment_id],
       '{"x-trace-id": "canary"}', '{"customer": "Canary"}', now() FROM checkouts WHERE ${ofPayment}`,
  ];
  for (const statement of said) await world.rows(statement, [reference]);
}

describe('the erasure of a customer', () => {
  let payment: PaymentDto;
  let before: readonly string[];
  let done: ErasureDto;

  beforeAll(async () => {
    payment = await tellingLife();
    await tellMore(payment);
    before = await columnsWith(world, CANARIES);
    const erasure = await erase(EMAIL.toLowerCase());
    done = await becomes(erasure, 'done');
  });

  it('begins with a person in every place that can hold one', () => {
    expect(before).toEqual(PERSONAL_COLUMNS);
  });

  it('leaves nothing of the person anywhere in the database', async () => {
    expect(await columnsWith(world, CANARIES)).toEqual([]);
    expect(done).toMatchObject({ cause: 'request', erasedPayments: 1, waitingPayments: 0, waiting: [] });
  });

  it('leaves sums, references and states, and says since when it says no more', async () => {
    const left = await world.payment(payment.reference);

    expect(left).toMatchObject({
      id: payment.id,
      reference: payment.reference,
      amount: payment.amount,
      amountPaid: payment.amountPaid,
      amountRefunded: payment.amountRefunded,
      status: payment.status,
      version: payment.version,
      updatedAt: payment.updatedAt,
      customer: { name: null, email: null, phone: null, externalId: null },
      description: null,
      items: [{ description: '', quantity: 1, amount: { value: 1050, currency: 'GBP' }, code: null }],
      metadata: {},
      returnUrl: null,
      erasedAt: expect.any(String) as string,
    });
  });

  it('leaves a feed without gaps, whose events hold to their schemas and agree with the payment', async () => {
    const events = await world.events();
    const last = (await world.eventsAbout(payment.reference)).findLast(({ type }) => type.startsWith('payment.'));
    const now = await world.payment(payment.reference);

    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
    expect(last?.data.payment).toMatchObject({ version: now.version, customer: now.customer, items: now.items });
    expect(last?.data.payment).toMatchObject({ metadata: {}, description: null, returnUrl: null });
  });

  it('lets nothing of it be written again, by the API or around it', async () => {
    const changed = await rest.send('patch', `/v1/payments/${payment.id}`).send({ description: 'Canary again' });
    const around = world.rows('UPDATE payments SET description = $1 WHERE reference = $2', ['x', payment.reference]);

    expect(expectProblem(changed, 409, 'state_conflict').detail).toMatch(/was erased/);
    await expect(around).rejects.toThrow(/what was erased of payment .* must not come back/);
  });

  it('is not undone by what the provider says later', async () => {
    await world.rows(
      `UPDATE checkouts SET last_decline_id = NULL WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
      [payment.reference],
    );
    await world.api.make(`/v1/payments/${payment.id}/refunds`);
    const refunded = await shop.becomes(payment.reference, 'refunded');

    expect(refunded.customer.name).toBeNull();
    expect(await columnsWith(world, CANARIES)).toEqual([]);
    expect(await emptyWebhooksOf(payment)).toBe(true);
  });

  it('answers the same create as before, and brings nothing back with it', async () => {
    // The same content, by which the ERP may ask again after years: known by its hashes.
    const again = await rest
      .send('post', '/v1/payments')
      .send(shop.order({ ...TELLING, reference: payment.reference }));

    expect(again.status).toBe(200);
    expect((again.body as PaymentDto).customer.email).toBeNull();
  });
});

async function emptyWebhooksOf({ reference }: PaymentDto): Promise<boolean> {
  const rows = await world.rows<{ size: number }>(
    `SELECT length(w.body) AS size FROM received_webhooks w JOIN checkouts c ON w.provider_payment_ids && ARRAY[c.provider_payment_id]
     JOIN payments p ON p.id = c.payment_id WHERE p.reference = $1`,
    [reference],
  );
  return rows.length > 0 && rows.every(({ size }) => size === 0);
}

describe('an erasure of somebody with payments of several kinds', () => {
  const email = `canary-${randomUUID()}@example.com`;
  const customer = { name: 'Canary Sample', email };
  let open: PaymentDto;
  let ended: PaymentDto;
  let others: LinkDto;
  let strangersKey: string;
  let erasure: ErasureDto;

  beforeAll(async () => {
    open = await world.api.make<PaymentDto>('/v1/payments', anOrder({ customer }));
    ended = await world.api.make<PaymentDto>('/v1/payments', anOrder({ customer }));
    await world.api.make(`/v1/payments/${ended.id}/cancel`);
    const payment = anOrder({ customer: { name: 'Sample Firm', email: 'firm@example.com' } });
    others = await world.api.make<LinkDto>('/v1/links', { payment, send: { to: email } });
    strangersKey = await anotherAccount();
    await giveToAnotherAccount(open);
    erasure = await becomes(await erase(email.toUpperCase()), 'waiting');
  });

  it('erases what has ended, and tells what has not and why', async () => {
    expect(erasure).toMatchObject({
      erasedPayments: 1,
      waitingPayments: 1,
      waiting: [{ paymentId: open.id, reason: 'not_ended' }],
      finishedAt: null,
    });
    expect((await world.payment(ended.reference)).customer.email).toBeNull();
    expect((await world.payment(open.reference)).customer.email).toBe(email);
  });

  it('holds no address, though it still waits', async () => {
    const [row] = await world.rows<{ address: string | null; size: number }>(
      `SELECT address, length(address_hash) AS size FROM erasures WHERE finished_at IS NULL`,
    );

    expect(row).toEqual({ address: null, size: 32 });
  });

  it('takes the address off mails about payments of others, and leaves those payments', async () => {
    const link = await world.api.read<LinkDto>(`/v1/links/${others.id}`);

    expect(erasure.erasedNotifications).toBe(1);
    expect(link.notifications.map(({ to }) => to)).toEqual([null]);
    expect((await world.payment(others.payment.reference)).customer.email).toBe('firm@example.com');
  });

  it('goes on with the one under way when it is asked for again', async () => {
    const again = await erase(email);

    expect(again.id).toBe(erasure.id);
    expect((await becomes(again, 'waiting')).waiting).toHaveLength(1);
  });

  it('finishes when the last payment has ended', async () => {
    await world.api.make(`/v1/payments/${open.id}/cancel`);
    const finished = await becomes(erasure, 'done');

    expect(finished).toMatchObject({ erasedPayments: 2, waitingPayments: 0, finishedAt: expect.any(String) as string });
    expect((await world.payment(open.reference)).customer.email).toBeNull();
  });

  it('touches no other account', async () => {
    const list = await rest.send('get', '/v1/payments', strangersKey);

    expect((list.body as { data: PaymentDto[] }).data[0]?.customer).toMatchObject(customer);
  });
});

/** The same payment once more, of theirs: they have no provider, by which they could make one. */
function giveToAnotherAccount({ reference }: PaymentDto): Promise<object[]> {
  return world.rows(
    `INSERT INTO payments
     SELECT (json_populate_record(p, json_build_object('account_id', a.id))).* FROM payments p, accounts a
     WHERE p.reference = $1 AND a.name = 'Another School'`,
    [reference],
  );
}

async function anotherAccount(): Promise<string> {
  const account = await rest.send('post', '/v1/admin/accounts', ADMIN_KEY).send({ name: 'Another School' });
  const keys = `/v1/admin/accounts/${(account.body as AdminAccountDto).id}/api-keys`;
  const made = await rest.send('post', keys, ADMIN_KEY).send({ mode: 'sandbox', name: 'Theirs' });
  return (made.body as CreatedApiKeyDto).key;
}

describe('the age limit of an account', () => {
  it('erases what has ended and not changed for so long, and nothing younger', async () => {
    const [old, young] = [await canceled('old'), await canceled('young')];
    await world.rows(`UPDATE payments SET updated_at = now() - interval '31 days' WHERE reference = $1`, [
      old.reference,
    ]);
    const answer = await rest.send('patch', '/v1/account').send({ retention: { personalDataDays: 30 } });
    const erased = await patiently(async () => {
      const now = await world.payment(old.reference);
      return now.erasedAt === null ? undefined : now;
    });

    expect(answer.body).toMatchObject({ retention: { personalDataDays: 30 } });
    expect(erased.customer.name).toBeNull();
    expect((await world.payment(young.reference)).customer.name).toBe('Sample young');
    await rest
      .send('patch', '/v1/account')
      .send({ retention: { personalDataDays: null } })
      .expect(200);
  });

  it.each([0, 1.5, '30', undefined])('is a number of days or null, not %j', async (personalDataDays) => {
    const answer = await rest.send('patch', '/v1/account').send({ retention: { personalDataDays } });

    expectProblem(answer, 400, 'validation_failed');
  });

  async function canceled(name: string): Promise<PaymentDto> {
    const payment = await world.api.make<PaymentDto>('/v1/payments', anOrder({ customer: { name: `Sample ${name}` } }));
    await world.api.make(`/v1/payments/${payment.id}/cancel`);
    return payment;
  }
});

describe('what was kept as it came', () => {
  it('is emptied when it is old, and stays as a row', async () => {
    await world.rows(
      `UPDATE delivery_attempts SET response = 'So be it', at = now() - interval '31 days' WHERE number = 1`,
    );
    await world.rows(
      `INSERT INTO received_webhooks (account_id, mode, id, connection_id, event_id, event_type, provider_payment_ids, headers, body, received_at)
       SELECT account_id, mode, new_id(), id, 'evt_old', 'x', '{}', '{}', 'old', now() - interval '91 days' FROM connections LIMIT 1`,
    );
    const left = await patiently(async () => {
      const rows = await world.rows<{ size: number }>(
        `SELECT length(body) AS size FROM received_webhooks WHERE event_id = 'evt_old'`,
      );
      return rows[0]?.size === 0 ? rows : undefined;
    });
    const responses = await patiently(async () => {
      const rows = await world.rows(`SELECT FROM delivery_attempts WHERE response = 'So be it'`);
      return rows.length === 0 ? rows : undefined;
    });

    expect([left.length, responses.length]).toEqual([1, 0]);
  });
});

describe('the operator’s command', () => {
  it('asks for an erasure that a worker does, and tells of it', async () => {
    const email = 'canary-cli@example.com';
    const payment = await world.api.make<PaymentDto>('/v1/payments', anOrder({ customer: { email } }));
    const asked = await runCommand(world.env(), 'erasures', 'request', '--email', email, '--json');
    const { id } = asked.json<ErasureDto>();
    await patiently(async () => {
      return (await world.api.read<ErasureDto>(`/v1/erasures/${id}`)).status === 'waiting' ? true : undefined;
    });
    const shown = await runCommand(world.env(), 'erasures', 'show', id);

    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain(`${payment.id} waits: not_ended`);
  });
});
