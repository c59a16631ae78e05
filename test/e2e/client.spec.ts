import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Dunlin } from '../../clients/typescript/src/dunlin.client.js';
import { DunlinError } from '../../clients/typescript/src/dunlin.error.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let dunlin: Dunlin;

beforeAll(async () => {
  world = await DunlinWorld.running();
  dunlin = new Dunlin({ baseUrl: world.url, apiKey: world.sandboxKey });
});

afterAll(() => world.close());

describe('the typed client', () => {
  it('makes a link, sees it paid, and books it', async () => {
    const reference = `INV-${randomUUID()}`;
    const link = await dunlin.post('/v1/links', {
      body: {
        payment: { reference, amount: { value: 1050, currency: 'GBP' }, customer: { email: 'payer@example.com' } },
        send: { message: 'Thank you.' },
      },
    });
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(reference, 'payment.paid');

    const params = { path: { id: link.paymentId } };
    const paid = await dunlin.get('/v1/payments/{id}', { params });
    const booked = await dunlin.put('/v1/payments/{id}/booking', {
      params,
      body: { status: 'posted', voucher: 'RE-4711' },
    });
    await world.erp.waitFor(reference, 'payment.booked');
    const feed = await dunlin.get('/v1/events', { params: { query: { type: 'payment.booked' } } });

    expect(paid).toMatchObject({ reference, status: 'paid', amountPaid: { value: 1050, currency: 'GBP' } });
    expect(booked.booking).toMatchObject({ status: 'posted', voucher: 'RE-4711' });
    expect(feed.data.map(({ type }) => type)).toEqual(['payment.booked']);
  });

  it('throws what the API refuses, with its code and fields', async () => {
    const refused = dunlin.post('/v1/payments', { body: { reference: '', amount: { value: 0, currency: 'GBP' } } });

    await expect(refused).rejects.toBeInstanceOf(DunlinError);
    await expect(refused).rejects.toMatchObject({ status: 400, code: 'validation_failed' });
    const { fields } = await refused.then(
      () => undefined as never,
      (error: unknown) => error as DunlinError,
    );
    expect(fields.map(({ path }) => path)).toEqual(['reference', 'amount.value']);
  });

  it('sends one key over its own retries, so that a lost answer makes nothing twice', async () => {
    const reference = `INV-${randomUUID()}`;
    const body = { reference, amount: { value: 1050, currency: 'GBP' } };
    let isLost = false;
    const forgetful = new Dunlin({
      baseUrl: world.url,
      apiKey: world.sandboxKey,
      wait: () => Promise.resolve(),
      fetch: async (request) => {
        const answer = await fetch(request);
        if (isLost) return answer;
        isLost = true;
        throw new TypeError('connection reset');
      },
    });
    const payment = await forgetful.post('/v1/payments', { body });
    const created = (await world.eventsAbout(reference)).filter(({ type }) => type === 'payment.created');

    expect(payment.reference).toBe(reference);
    expect(created).toHaveLength(1);
  });
});
