import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const FUTURE = '2036-01-31T12:00:00.000Z';
/** Passes the check of card numbers; a test number that belongs to nobody. */
const CARD = '4242 4242 4242 4242';

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running({ LOOK_SCHEDULE: '3600' });
  rest = new RestCalls(world);
});

// Checkouts that ended without the provider, and a review that nobody asked for.
afterAll(() => world.close({ except: ['history-is-complete', 'row-agrees-with-history'] }));

function create(changes: object = {}): Promise<PaymentDto> {
  return world.api.make<PaymentDto>('/v1/payments', anOrder(changes));
}

function patch(id: string, changes: object) {
  return rest.send('patch', `/v1/payments/${id}`).send(changes);
}

async function opened(): Promise<{ payment: PaymentDto; checkoutUrl: string }> {
  const link = await world.link(`INV-${randomUUID()}`);
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  return { payment: await world.payment(link.payment.reference), checkoutUrl: String(pressed.headers['location']) };
}

async function paid(): Promise<PaymentDto> {
  const { payment, checkoutUrl } = await opened();
  await world.provider.payAt(checkoutUrl, PAYS);
  await world.erp.waitFor(payment.reference, 'payment.paid');
  return world.payment(payment.reference);
}

describe('reading a payment', () => {
  it('asks the provider first where that is wanted', async () => {
    const { payment, checkoutUrl } = await opened();
    await world.provider.scenario({ name: 'webhook_lost', reference: payment.reference });
    await world.provider.payAt(checkoutUrl, PAYS);
    const known = await rest.send('get', `/v1/payments/${payment.id}?refresh=false`);
    const asked = await rest.send('get', `/v1/payments/${payment.id}?refresh=true`);

    expect((known.body as PaymentDto).status).toBe('pending');
    expect((asked.body as PaymentDto).status).toBe('paid');
  });

  it.each(['refresh=yes', 'refresh=', 'refresh=1', 'colour=green'])('refuses ?%s', async (query) => {
    const { id } = await create();

    expectProblem(await rest.send('get', `/v1/payments/${id}?${query}`), 400, 'validation_failed');
  });
});

describe('changing a payment', () => {
  it('changes what is given, keeps the rest, and tells what was before', async () => {
    const before = await create({
      description: 'Invoice',
      customer: { name: 'Sample Customer', email: 'payer@example.com' },
      metadata: { term: 'spring', class: '7b' },
    });
    const changes = {
      description: 'Invoice, corrected',
      customer: { email: 'other@example.com', phone: '+442079460000' },
      returnUrl: 'http://localhost:8080/back',
      expiresAt: FUTURE,
      metadata: { term: 'summer', class: null, room: '12' },
    };
    const { body } = await patch(before.id, changes);
    const event = await world.erp.waitFor(before.reference, 'payment.updated');

    expect(body).toMatchObject({
      ...changes,
      customer: { name: 'Sample Customer', email: 'other@example.com', phone: '+442079460000', externalId: null },
      metadata: { term: 'summer', room: '12' },
      amount: before.amount,
      version: before.version + 1,
    });
    expect((body as PaymentDto).metadata).toEqual({ term: 'summer', room: '12' });
    expect(event).toMatchObject({
      data: { payment: { description: 'Invoice, corrected', version: 2 } },
      previous: {
        description: 'Invoice',
        customer: before.customer,
        returnUrl: null,
        expiresAt: null,
        metadata: { term: 'spring', class: '7b' },
      },
    });
  });

  it('clears with null', async () => {
    const { id } = await create({
      description: 'Invoice',
      customer: { name: 'Sample Customer' },
      returnUrl: 'https://erp.example.com/paid',
      expiresAt: FUTURE,
      metadata: { term: 'spring' },
    });
    const nothing = { description: null, customer: null, returnUrl: null, expiresAt: null, metadata: null };
    const { body } = await patch(id, nothing);

    expect(body).toMatchObject({
      description: null,
      customer: { name: null, email: null, phone: null, externalId: null },
      returnUrl: null,
      expiresAt: null,
    });
    expect((body as PaymentDto).metadata).toEqual({});
  });

  it('does nothing, and tells nothing, where nothing changes', async () => {
    const before = await create({ description: 'Invoice', metadata: { a: '1', b: '2' }, expiresAt: FUTURE });
    const same = {
      description: 'Invoice',
      metadata: { b: '2' },
      expiresAt: '2036-01-31T13:00:00+01:00',
      amount: before.amount,
    };
    const { body } = await patch(before.id, same);
    const empty = await patch(before.id, {});

    expect(body).toEqual(before);
    expect(empty.body).toEqual(before);
  });

  it('changes the amount as long as nobody has opened it', async () => {
    const payment = await create();
    const { body } = await patch(payment.id, { amount: { value: 2000, currency: 'EUR' } });
    const { payment: known } = await opened();

    expect(body).toMatchObject({ amount: { value: 2000, currency: 'EUR' }, amountPaid: { value: 0, currency: 'EUR' } });
    expectProblem(await patch(known.id, { amount: { value: 2000, currency: 'GBP' } }), 409, 'state_conflict');
    expect((await patch(known.id, { amount: known.amount })).status).toBe(200);
  });

  it('keeps the amount fixed also after the checkout has ended', async () => {
    const { payment } = await opened();
    await world.rows(
      `UPDATE checkouts SET status = 'closed', closed_reason = 'expired' WHERE payment_id IN
      (SELECT id FROM payments WHERE reference = $1)`,
      [payment.reference],
    );
    await world.rows(`UPDATE payments SET status = 'open', version = version + 1 WHERE reference = $1`, [
      payment.reference,
    ]);

    expectProblem(await patch(payment.id, { amount: { value: 1, currency: 'GBP' } }), 409, 'state_conflict');
  });

  it('holds a new amount to the items and to the connections', async () => {
    const amount = { value: 1000, currency: 'GBP' };
    const itemised = await create({ amount, items: [{ description: 'Fee', amount }] });
    const { errors } = expectProblem(
      await patch(itemised.id, { amount: { value: 999, currency: 'GBP' } }),
      400,
      'validation_failed',
    );

    expect(errors).toMatchObject([{ path: 'items', code: 'sum' }]);
    const other = await create();
    expectProblem(await patch(other.id, { amount: { value: 5, currency: 'JPY' } }), 422, 'currency_not_supported');
  });

  it('leaves the deadline of an ended payment alone, and lets its wording be put right', async () => {
    const payment = await paid();

    expectProblem(await patch(payment.id, { expiresAt: FUTURE }), 409, 'state_conflict');
    expect((await patch(payment.id, { description: 'Paid in full', expiresAt: null })).body).toMatchObject({
      status: 'paid',
      description: 'Paid in full',
    });
  });

  it('lets a repeated create still find the payment by what it was created with', async () => {
    const order = anOrder({ description: 'Invoice' });
    const { id } = await world.api.make<PaymentDto>('/v1/payments', order);
    await patch(id, { description: 'Corrected' });
    const again = await rest.send('post', '/v1/payments').send(order);

    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id, description: 'Corrected' });
  });

  it.each<[string, object, string]>([
    ['a deadline in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an amount of nothing', { amount: null }, 'amount'],
    ['an amount without currency', { amount: { value: 5 } }, 'amount.currency'],
    ['a reference', { reference: 'INV-2' }, 'reference'],
    ['items', { items: [] }, 'items'],
    ['metadata that is no text', { metadata: { a: 1 } }, 'metadata'],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      'metadata',
    ],
    ['a card number', { description: `Paid with ${CARD}` }, 'description'],
    ['a list of addresses', { customer: { email: 'a@example.com,b@example.com' } }, 'customer.email'],
  ])('refuses %s', async (_, changes, path) => {
    const { id } = await create();

    expect(expectProblem(await patch(id, changes), 400, 'validation_failed').errors![0]!.path).toBe(path);
  });

  it('refuses more metadata than fits beside what is there', async () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
    const { id } = await create({ metadata: fifty });

    expectProblem(await patch(id, { metadata: { more: 'x' } }), 400, 'validation_failed');
    expect((await patch(id, { metadata: { more: 'x', k0: null } })).status).toBe(200);
  });

  it('is not possible from the other mode', async () => {
    const { id } = await create();
    const liveKey = await world.addKey({ mode: 'live' });
    const answer = await rest.send('patch', `/v1/payments/${id}`, liveKey).send({ description: 'x' });

    expectProblem(answer, 404, 'not_found');
  });
});

describe('clearing a review', () => {
  const clear = (id: string, body: object) => rest.send('delete', `/v1/payments/${id}/review`).send(body);

  async function inReview(): Promise<PaymentDto> {
    const payment = await create();
    await world.rows(
      `UPDATE payments SET review_reason = 'surplus', review_since = '2026-11-20T10:00:00Z' WHERE reference = $1`,
      [payment.reference],
    );
    return payment;
  }

  it('needs a note, which the event tells together with what was flagged', async () => {
    const payment = await inReview();
    const note = 'Second payment sent back';
    const { body } = await clear(payment.id, { note });
    const event = await world.erp.waitFor(payment.reference, 'payment.review_cleared');

    expect(body).toMatchObject({ id: payment.id, review: null, version: payment.version + 1 });
    expect(event).toMatchObject({
      data: { payment: { review: null }, note },
      previous: { review: { reason: 'surplus', since: '2026-11-20T10:00:00.000Z' } },
    });
  });

  it('is done once', async () => {
    const payment = await inReview();
    await clear(payment.id, { note: 'Looked' });

    expectProblem(await clear(payment.id, { note: 'Looked' }), 409, 'state_conflict');
  });

  it.each([{}, { note: '' }, { note: null }, { note: `x${CARD}` }, { note: 'x', reason: 'y' }])(
    'refuses %j',
    async (body) => {
      const payment = await inReview();

      expectProblem(await clear(payment.id, body), 400, 'validation_failed');
    },
  );
});

describe('creating a payment', () => {
  const amount = { value: 1000, currency: 'GBP' };

  it.each<[string, object, string, string]>([
    ['a card number in the description', { description: `My card is ${CARD}.` }, 'description', 'card_number'],
    ['a card number in an item', { items: [{ description: CARD, amount }] }, 'items.0.description', 'card_number'],
    ['a card number in metadata', { metadata: { note: '4242-4242-4242-4242' } }, 'metadata', 'card_number'],
    ['a card number in a name', { customer: { name: '4242424242424242' } }, 'customer.name', 'card_number'],
    ['two lines in a name', { customer: { name: 'A\nB' } }, 'customer.name', 'one_line'],
    ['a control character', { description: 'A\u0007B' }, 'description', 'control_characters'],
    ['a reference of spaces', { reference: '  ' }, 'reference', 'reference'],
    ['a reference with a tab', { reference: 'A\tB' }, 'reference', 'one_line'],
    ['a reference of 61 characters', { reference: 'x'.repeat(61) }, 'reference', 'max_length'],
    [
      'items that do not sum to the amount',
      { items: [{ description: 'Fee', amount: { value: 999, currency: 'GBP' } }] },
      'items',
      'sum',
    ],
    [
      'items of another currency',
      { items: [{ description: 'Fee', amount: { value: 1000, currency: 'EUR' } }] },
      'items.0.amount.currency',
      'currency',
    ],
    ['nothing', { amount: { value: 0, currency: 'GBP' } }, 'amount.value', 'min'],
    ['too much', { amount: { value: 100_000_000_000, currency: 'GBP' } }, 'amount.value', 'max'],
    ['a broken penny', { amount: { value: 10.5, currency: 'GBP' } }, 'amount.value', 'int'],
    ['an amount as text', { amount: { value: '1000', currency: 'GBP' } }, 'amount.value', 'int'],
    ['a currency in lower case', { amount: { value: 1000, currency: 'gbp' } }, 'amount.currency', 'currency'],
    ['gold', { amount: { value: 1000, currency: 'XAU' } }, 'amount.currency', 'currency'],
    ['a phone number without a country', { customer: { phone: '02079460000' } }, 'customer.phone', 'phone'],
    ['a return to plain http', { returnUrl: 'http://erp.example.com/' }, 'returnUrl', 'return_url'],
    ['a return with a password', { returnUrl: 'https://a:b@erp.example.com/' }, 'returnUrl', 'return_url'],
    ['a metadata key of 41 characters', { metadata: { ['k'.repeat(41)]: 'v' } }, 'metadata', 'metadata'],
    ['a metadata value of 501 characters', { metadata: { k: 'v'.repeat(501) } }, 'metadata', 'metadata'],
    ['a past deadline', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt', 'past'],
  ])('refuses %s', async (_, changes, path, code) => {
    const answer = await rest.send('post', '/v1/payments').send(anOrder({ amount, ...changes }));
    const { errors } = expectProblem(answer, 400, 'validation_failed');

    expect(errors).toContainEqual(expect.objectContaining({ path, code }));
  });

  it('counts characters, not code units', async () => {
    const payment = await create({ description: '💷'.repeat(4096), metadata: { k: '💷'.repeat(500) } });

    expect(payment.description).toBe('💷'.repeat(4096));
  });

  it('takes any plain reference, and a description of several lines', async () => {
    const reference = `Rechnung №/${randomUUID()} äöü`;

    expect(await create({ reference, description: 'One\nTwo' })).toMatchObject({ reference, description: 'One\nTwo' });
  });
});

describe('a live payment', () => {
  it('leads its payer to no developer’s machine', async () => {
    const liveKey = await world.addKey({ mode: 'live' });
    const answer = await rest
      .send('post', '/v1/payments', liveKey)
      .send(anOrder({ returnUrl: 'http://localhost:8080/' }));

    expect(expectProblem(answer, 400, 'validation_failed').errors![0]).toMatchObject({ path: 'returnUrl' });
  });
});
