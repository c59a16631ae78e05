import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { dojoClient } from './support/dojo.client.js';
import type { Reply } from './support/http.sender.js';

const MANUAL = { captureMode: 'Manual', autoExpireIn: '1.00:00:00', autoExpireAction: 'Release' };

describe('money that moves after the payment', () => {
  let simulator: RunningSimulator;
  let dojo: ReturnType<typeof dojoClient>;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0 });
    dojo = dojoClient(simulator.url);
  });
  afterAll(() => simulator.close());

  const aPaidIntent = async (changes: object = {}) => {
    const { id } = await dojo.create(changes);
    await dojo.pay(id);
    return id;
  };
  const capture = (id: string, amount: unknown) =>
    dojo.call('POST', `/payment-intents/${id}/captures`, { body: { amount } });
  const reverse = (id: string) => dojo.call('POST', `/payment-intents/${id}/reversal`);
  const refundIdOf = (reply: Reply) => reply.json<{ refundId: string }>().refundId;

  it('keeps a partly refunded intent captured and calls a wholly refunded one refunded', async () => {
    const id = await aPaidIntent();
    expect((await dojo.refund(id, 50)).json()).toEqual({
      paymentIntentId: id,
      refundId: expect.stringMatching(/^rfnd_/),
    });
    expect(await dojo.fetch(id)).toMatchObject({ status: 'Captured', refundedAmount: 50 });
    await dojo.refund(id, 1000);
    expect(await dojo.fetch(id)).toMatchObject({ status: 'Refunded', refundedAmount: 1050 });
  });

  it('refunds once for one idempotency key', async () => {
    const id = await aPaidIntent();
    const first = await dojo.refund(id, 50, 'key-1');
    const again = await dojo.refund(id, 50, 'key-1');
    expect(refundIdOf(again)).toBe(refundIdOf(first));
    expect((await dojo.fetch(id)).refundedAmount).toBe(50);
    expect((await dojo.call('GET', `/payment-intents/refunds/${refundIdOf(first)}`)).json()).toEqual(first.json());
  });

  it('refuses more than is left, an unpaid intent and a failing bank in the observed dialect', async () => {
    const id = await aPaidIntent();
    const unpaid = await dojo.create();
    await dojo.scenario({ name: 'refund_fails', intentId: id });
    const dialect = { Status: 400, Detail: 'Your refund request was not successful. Status: Failed.', Extensions: {} };
    for (const reply of [await dojo.refund(id, 1051), await dojo.refund(unpaid.id, 1), await dojo.refund(id, 5)]) {
      expect([reply.status, reply.json()]).toEqual([400, dialect]);
    }
    expect((await dojo.fetch(id)).refundedAmount).toBe(0);
  });

  it('refuses a refund without a key, with a long one, or with an amount object', async () => {
    const id = await aPaidIntent();
    const keyless = await dojo.call('POST', `/payment-intents/${id}/refunds`, { body: { amount: 1 } });
    const long = await dojo.refund(id, 1, 'k'.repeat(101));
    const object = await dojo.refund(id, { value: 1, currencyCode: 'GBP' });
    expect([keyless.status, long.status, object.status]).toEqual([400, 400, 400]);
  });

  it('holds the money in manual mode until it is captured in parts', async () => {
    const id = await aPaidIntent(MANUAL);
    expect((await dojo.fetch(id)).status).toBe('Authorized');
    expect((await dojo.ledgerOf(id)).charges).toEqual([]);
    expect((await capture(id, 1000)).json()).toEqual({
      message: expect.any(String),
      captureId: expect.stringMatching(/^cp_/),
    });
    expect((await capture(id, 51)).status).toBe(400);
    await capture(id, 50);
    expect(await dojo.fetch(id)).toMatchObject({ status: 'Captured', captures: [{ amount: 1000 }, { amount: 50 }] });
    expect((await dojo.ledgerOf(id)).charges).toMatchObject([{ amount: 1050 }]);
  });

  it('has taken a slow capture only later, and nothing of it twice', async () => {
    const id = await aPaidIntent(MANUAL);
    await dojo.scenario({ name: 'slow_capture', intentId: id, delayMs: 60_000 });
    await capture(id, 1000);
    expect((await capture(id, 51)).status).toBe(400);
    expect(await dojo.fetch(id)).toMatchObject({ status: 'Captured', captures: [{ amount: 1000, status: 'Created' }] });
    expect((await dojo.ledgerOf(id)).charges).toEqual([]);

    await dojo.control('POST', 'clock', { advanceSeconds: 60 });
    expect(await dojo.fetch(id)).toMatchObject({ captures: [{ amount: 1000, status: 'Successful' }] });
    expect((await dojo.ledgerOf(id)).charges).toMatchObject([{ amount: 1000 }]);
  });

  it('captures nothing that was not held', async () => {
    const { id } = await dojo.create();
    expect((await capture(id, 1)).status).toBe(409);
    expect((await capture(await aPaidIntent(), 1)).status).toBe(409);
  });

  it('reverses a held payment and one taken today, and neither twice', async () => {
    for (const id of [await aPaidIntent(MANUAL), await aPaidIntent()]) {
      expect((await reverse(id)).json()).toEqual({
        message: expect.any(String),
        reversalId: expect.stringMatching(/^rvs_/),
      });
      expect((await dojo.fetch(id)).status).toBe('Reversed');
      expect((await reverse(id)).status).toBe(409);
    }
    expect((await reverse((await dojo.create()).id)).status).toBe(409);
  });

  it('lets go of a held payment, or takes it, when its time is over', async () => {
    const own = await startSimulator({ port: 0 });
    const merchant = dojoClient(own.url);
    const released = await merchant.create(MANUAL);
    const taken = await merchant.create({ ...MANUAL, autoExpireAction: 'Capture' });
    await merchant.pay(released.id);
    await merchant.pay(taken.id);
    await merchant.control('POST', 'clock', { advanceSeconds: 24 * 3600 });
    expect((await merchant.fetch(released.id)).status).toBe('Reversed');
    expect((await merchant.fetch(taken.id)).status).toBe('Captured');
    await own.close();
  });
});
