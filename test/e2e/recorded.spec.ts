import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { Shop } from '../fixtures/shop.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

const RECEIVED_AT = '2026-01-05T15:30:00.000Z';
const CASH = { method: 'cash', receivedAt: '2026-01-05T16:30:00+01:00', note: 'Receipt 17' };

let world: DunlinWorld;
let dojo: Shop;
let jodo: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ JODO_SANDBOX_BASE_URL: world.simulator.url });
  dojo = await Shop.dojo(world);
  jodo = await Shop.jodo(world);
}, 90_000);

afterAll(() => world.close());

function record(paymentId: string, body: object = CASH): Promise<Answer> {
  return world.api.post(`/v1/payments/${paymentId}/record`, body);
}

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.json<{ code: string }>().code).toBe(code);
}

describe('a payment that came by another way', () => {
  it('is paid as it is recorded, waits for its booking, and its link says so', async () => {
    const { link, reference } = await dojo.link();
    const answer = await record(link.paymentId);

    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      status: 'paid',
      amountPaid: { value: 1050 },
      recorded: { method: 'cash', receivedAt: RECEIVED_AT, note: 'Receipt 17' },
      booking: { status: 'unbooked' },
      links: [{ status: 'paid' }],
      review: null,
    });
    await exchange({ method: 'POST', url: `${link.url}/pay` });
    expect(await world.provider.intentsFor(reference)).toEqual([]);
  });

  it('is recorded once: the same again changes nothing, and another record is refused', async () => {
    const { link } = await dojo.link();
    const first = (await record(link.paymentId)).json<PaymentDto>();

    expect((await record(link.paymentId)).json<PaymentDto>()).toMatchObject({ version: first.version });
    expectProblem(await record(link.paymentId, { ...CASH, method: 'other' }), 409, 'state_conflict');
  });

  it('closes the page that a payer has open, so that nobody pays it too', async () => {
    const visit = await dojo.visit();

    expect((await record(visit.link.paymentId)).json()).toMatchObject({
      status: 'paid',
      checkout: { status: 'closed' },
    });
    expect((await world.provider.intentsFor(visit.reference))[0]).toMatchObject({ status: 'Canceled', payable: false });
  });

  it('is not recorded where the payer was faster: then it is paid by that', async () => {
    const visit = await dojo.visit();
    await dojo.scenario({ name: 'webhook_lost', reference: visit.reference });
    await dojo.pay(visit);

    expectProblem(await record(visit.link.paymentId), 409, 'state_conflict');
    expect(await world.payment(visit.reference)).toMatchObject({ status: 'paid', recorded: null, review: null });
  });

  it('is not recorded where a payer’s money is held by then, and that stays held', async () => {
    const { link, reference } = await dojo.link({ capture: 'manual' });
    const visit = await dojo.go({ link, reference });
    await dojo.scenario({ name: 'webhook_lost', reference });
    await world.provider.payAt(visit.checkoutUrl, PAYS);

    expectProblem(await record(link.paymentId), 409, 'state_conflict');
    expect(await world.payment(reference)).toMatchObject({ status: 'authorized', recorded: null });
    expect((await world.provider.intentsFor(reference))[0]).toMatchObject({ status: 'Authorized' });
  });

  it('is a surplus where a page that nothing can close is paid afterwards all the same', async () => {
    const visit = await jodo.visit();
    expect((await record(visit.link.paymentId)).json()).toMatchObject({ status: 'paid', review: null });
    await jodo.pay(visit);
    const payment = await world.api.make<PaymentDto>(`/v1/payments/${visit.link.paymentId}/refresh`);

    expect(payment).toMatchObject({
      status: 'paid',
      amountPaid: { value: 2 * 105_029 },
      review: { reason: 'surplus' },
    });
  });

  it('cannot be given back by a provider that never had it', async () => {
    const { link } = await dojo.link();
    await record(link.paymentId);
    const answer = await world.api.post(
      `/v1/payments/${link.paymentId}/refunds`,
      {},
      {
        headers: { 'idempotency-key': 'r-1' },
      },
    );

    expectProblem(answer, 422, 'capability_not_supported');
  });

  it.each([
    ['a way that is none', { ...CASH, method: 'card' }],
    ['a day that is to come', { ...CASH, receivedAt: new Date(Date.now() + 3_600_000).toISOString() }],
    ['no day', { method: 'cash' }],
    ['a card’s number', { ...CASH, note: 'Card 4111 1111 1111 1111' }],
  ])('is not recorded with %s', async (_, body) => {
    const { link } = await dojo.link();

    expectProblem(await record(link.paymentId, body), 400, 'validation_failed');
  });

  it('is not recorded for a payment that was given up', async () => {
    const { link } = await dojo.link();
    await world.api.make(`/v1/payments/${link.paymentId}/cancel`);

    expectProblem(await record(link.paymentId), 409, 'state_conflict');
  });
});
