import type { CheckoutOrder } from '../../../../src/gateways/payment-gateway.js';
import { toCheckout, toCreateIntent, toFoundPayment, toSnapshot } from '../../../../src/gateways/dojo/dojo.mapper.js';
import type { DojoSettings } from '../../../../src/gateways/dojo/dojo.settings.js';
import { readIntent, type DojoIntent } from '../../../../src/gateways/dojo/dojo.wire.js';

const SETTINGS: DojoSettings = {
  apiKey: 'sk_sandbox_test',
  version: '2025-09-10',
  paymentMethods: ['Card', 'Wallet'],
  isNotOnlineCheckout: false,
  softwareHouseId: undefined,
};
const ORDER: CheckoutOrder = {
  checkoutId: 'chk_1',
  reference: 'INV-1',
  payeeName: 'Sample School',
  amount: { value: 1050, currency: 'GBP' },
  description: null,
  customer: { name: 'Sam Sample', email: null, phone: null },
  items: [],
  capture: 'automatic',
  returnUrl: 'https://pay.example.com/r',
  cancelUrl: 'https://pay.example.com/c',
  expiresAt: null,
};
const GBP_1000 = { value: 1000, currency: 'GBP' };

function intent(members: Record<string, unknown>): DojoIntent {
  const body = { id: 'pi_1', amount: { value: 1000, currencyCode: 'GBP' }, reference: 'INV-1', ...members };
  return readIntent(body)!;
}

const stateOf = (members: Record<string, unknown>) => toSnapshot('pi_1', intent(members));

describe('toCreateIntent', () => {
  it('says no more than it has to', () => {
    expect(toCreateIntent(ORDER, SETTINGS)).toEqual({
      amount: { value: 1050, currencyCode: 'GBP' },
      reference: 'INV-1',
      captureMode: 'Auto',
      paymentMethods: ['Card', 'Wallet'],
      config: {
        title: 'Sample School',
        redirectUrl: 'https://pay.example.com/r',
        cancelUrl: 'https://pay.example.com/c',
      },
      metadata: { dunlinCheckoutId: 'chk_1' },
    });
  });

  it('cuts the name of who is paid to what Dojo takes, and not through a character', () => {
    const payeeName = `${'n'.repeat(99)}🎓`;
    expect(toCreateIntent({ ...ORDER, payeeName }, SETTINGS).config.title).toBe(`${'n'.repeat(99)}\ufffd`);
  });

  it('carries description, expiry, contact and item lines', () => {
    const order: CheckoutOrder = {
      ...ORDER,
      description: 'Autumn term',
      expiresAt: new Date('2026-05-01T00:00:00Z'),
      customer: { name: null, email: 'payer@example.com', phone: '+441632960000' },
      items: [{ description: 'Fee', quantity: 2, amount: { value: 1050, currency: 'GBP' }, code: 'F1' }],
    };
    expect(toCreateIntent(order, SETTINGS)).toMatchObject({
      description: 'Autumn term',
      expireAt: '2026-05-01T00:00:00.000Z',
      customer: { emailAddress: 'payer@example.com', phoneNumber: '+441632960000' },
      itemLines: [{ id: 'F1', name: 'Fee', quantity: 2, amountTotal: { value: 1050, currencyCode: 'GBP' } }],
    });
  });

  it('asks for a manual capture with a hold that is released, shorter than seven days', () => {
    expect(toCreateIntent({ ...ORDER, capture: 'manual' }, SETTINGS)).toMatchObject({
      captureMode: 'Manual',
      autoExpireIn: '6.23:00:00',
      autoExpireAction: 'Release',
    });
  });

  it('cuts texts to what Dojo takes', () => {
    const long = 'x'.repeat(5000);
    const items = [{ description: long, quantity: 1, amount: { value: 1050, currency: 'GBP' }, code: long }];
    const { description, itemLines } = toCreateIntent({ ...ORDER, description: long, items }, SETTINGS);
    expect(description).toHaveLength(4096);
    expect(itemLines?.map(({ id, name }) => [id?.length, name.length])).toEqual([[60, 100]]);
  });

  it('names no id of an item that has no code', () => {
    const items = [{ description: 'Fee', quantity: 1, amount: { value: 1050, currency: 'GBP' }, code: null }];
    expect(toCreateIntent({ ...ORDER, items }, SETTINGS).itemLines?.[0]).not.toHaveProperty('id');
  });

  it.each([
    [{ email: 'payer@example.com', phone: null }, { emailAddress: 'payer@example.com' }],
    [{ email: null, phone: '+441632960000' }, { phoneNumber: '+441632960000' }],
  ])('carries of a contact what there is: %j', (contact, customer) => {
    expect(toCreateIntent({ ...ORDER, customer: { name: null, ...contact } }, SETTINGS).customer).toEqual(customer);
  });

  it('asks for a link without online checkout only where the settings say so', () => {
    const settings: DojoSettings = { ...SETTINGS, version: '2026-02-27', isNotOnlineCheckout: true };
    expect(toCreateIntent(ORDER, settings)).toMatchObject({ isNotOnlineCheckout: true });
  });
});

describe('toCheckout', () => {
  it('drops the default port from the link', () => {
    expect(toCheckout(intent({ paymentLink: 'https://pay.dojo.tech:443/checkout/pi_1' }))?.url).toBe(
      'https://pay.dojo.tech/checkout/pi_1',
    );
  });

  it('takes a link of another scheme than the web’s for none, wherever it names one', () => {
    expect(toCheckout(intent({ paymentLink: 'ftp:https://pay.dojo.tech/pi_1' }))?.url).toBe(
      'https://pay.dojo.tech/checkout/pi_1',
    );
    expect(toCheckout(intent({ paymentLink: 'http://pay.example.com/pi_1' }))?.url).toBe('http://pay.example.com/pi_1');
  });

  it('builds no link that leads elsewhere', () => {
    expect(toCheckout(intent({ id: 'pi/1' }))?.url).toBe('https://pay.dojo.tech/checkout/pi%2F1');
  });

  it('echoes nothing that the answer does not tell', () => {
    expect(toCheckout(intent({ amount: null, reference: null }))).toMatchObject({
      amount: null,
      reference: null,
      expiresAt: null,
    });
  });

  it.each([undefined, null, '', 'javascript:alert(1)', 'https://'])('builds the link in place of %j', (paymentLink) => {
    expect(toCheckout(intent({ paymentLink }))?.url).toBe('https://pay.dojo.tech/checkout/pi_1');
  });

  it('echoes amount, reference and expiry', () => {
    expect(toCheckout(intent({ expireAt: '2024-05-07T23:25:44.8023189Z' }))).toMatchObject({
      amount: GBP_1000,
      reference: 'INV-1',
      expiresAt: new Date('2024-05-07T23:25:44.802Z'),
    });
  });

  it('is none without an id', () => {
    expect(toCheckout(readIntent({ status: 'Created' })!)).toBeUndefined();
  });
});

describe('toSnapshot', () => {
  it.each([
    [{ status: 'Created' }, { status: 'open' }],
    [{ status: 'Authorized' }, { status: 'authorized', authorized: GBP_1000 }],
    [
      {
        status: 'Authorized',
        autoExpireIn: '6.23:00:00',
        paymentEvents: [{ eventType: 'Authorized', transactionDateTime: '2026-04-06T10:00:00.1234567Z' }],
      },
      { status: 'authorized', authorized: GBP_1000, heldUntil: new Date('2026-04-13T09:00:00.123Z') },
    ],
    [{ status: 'Captured' }, { status: 'paid', paid: GBP_1000, refunded: { value: 0, currency: 'GBP' } }],
    [
      { status: 'Captured', refundedAmount: 300 },
      { status: 'paid', paid: GBP_1000, refunded: { value: 300, currency: 'GBP' } },
    ],
    [
      { status: 'Refunded', refundedAmount: 0 },
      { status: 'paid', paid: GBP_1000, refunded: GBP_1000 },
    ],
    [{ status: 'Reversed' }, { status: 'closed', reason: 'reversed' }],
    [
      { status: 'Reversed', paymentEvents: [{ eventType: 'Authorized' }, { eventType: 'Reversed' }] },
      { status: 'closed', reason: 'reversed' },
    ],
    [
      { status: 'Reversed', paymentEvents: [{ eventType: 'Captured' }, { eventType: 'Reversed' }] },
      { status: 'paid', paid: GBP_1000, refunded: GBP_1000 },
    ],
    [
      { status: 'Reversed', captures: [{ status: 'Failed' }], paymentEvents: [{ eventType: 'Captured' }] },
      { status: 'closed', reason: 'reversed' },
    ],
    [{ status: 'Canceled' }, { status: 'closed', reason: 'canceled' }],
    [{ status: 'Settling' }, { status: 'unrecognised', providerStatus: 'Settling' }],
    [{ status: 'captured' }, { status: 'unrecognised', providerStatus: 'captured' }],
    [{}, { status: 'unrecognised', providerStatus: 'no status' }],
  ])('reads %j', (members, expected) => {
    expect(stateOf(members)).toEqual({ providerPaymentId: 'pi_1', reference: 'INV-1', ...expected });
  });

  it.each([
    ['no amount', { amount: null }],
    ['a fractional amount', { amount: { value: 10.5, currencyCode: 'GBP' } }],
    ['an amount without currency', { amount: { value: 1000 } }],
    ['a refund beyond the payment', { refundedAmount: 1001 }],
    ['a negative refund', { refundedAmount: -1 }],
    ['an unreadable refund', { refundedAmount: { value: 3 } }],
    ['captures without amount', { captures: [{ id: 'cp_1', status: 'Successful' }] }],
  ])('does not guess at Captured with %s', (_, members) => {
    expect(stateOf({ status: 'Captured', ...members }).status).toBe('unrecognised');
  });

  it.each([
    [{ status: 'Captured', amount: null }, 'Captured without a readable amount'],
    [{ status: 'Authorized', amount: null }, 'Authorized without a readable amount'],
    [{ status: 'Captured', refundedAmount: 1001 }, 'Captured with an impossible refund'],
    [{ status: 'Captured', captures: [{ amount: 1, status: 'Failed' }] }, 'Captured though no capture succeeded'],
  ])('says what is wrong with %j', (members, providerStatus) => {
    expect(stateOf(members)).toMatchObject({ status: 'unrecognised', providerStatus });
  });

  it('knows no reference where the intent has none', () => {
    expect(stateOf({ status: 'Created', reference: null }).reference).toBeNull();
  });

  describe('of held money', () => {
    const heldFor = (autoExpireIn: string | undefined, eventType = 'Authorized') => {
      const paymentEvents = [{ eventType, transactionDateTime: '2026-04-06T10:00:00Z' }];
      return stateOf({ status: 'Authorized', autoExpireIn, paymentEvents });
    };

    it.each([
      ['6.23:00:00', '2026-04-13T09:00:00Z'],
      ['12.00:00:00', '2026-04-18T10:00:00Z'],
      ['01:02:03', '2026-04-06T11:02:03Z'],
    ])('tells that it is let go after %s', (autoExpireIn, heldUntil) => {
      expect(heldFor(autoExpireIn)).toMatchObject({ heldUntil: new Date(heldUntil) });
    });

    it.each([undefined, '', 'soon', '1:02:03', '01:02:03.5', '-01:02:03', '123.01:02:03', '1.1:02:03', '01:02'])(
      'does not guess how long %j is',
      (autoExpireIn) => {
        expect(heldFor(autoExpireIn)).not.toHaveProperty('heldUntil');
      },
    );

    it('counts from when the bank said yes, and from nothing else', () => {
      expect(heldFor('01:02:03', 'AuthChallenged')).not.toHaveProperty('heldUntil');
    });
  });

  it('counts as paid what left the payer’s account, tips included', () => {
    const members = { status: 'Captured', totalAmount: { value: 1100, currencyCode: 'GBP' } };
    expect(stateOf(members)).toMatchObject({ paid: { value: 1100, currency: 'GBP' } });
  });

  it('counts as paid what was captured of a larger hold', () => {
    const captures = [
      { amount: 400, status: 'Successful' },
      { amount: 100, tipsAmount: 20, status: 'Successful' },
      { amount: 70, status: 'Created' },
      { amount: 900, status: 'Declined' },
    ];
    expect(stateOf({ status: 'Captured', captures })).toMatchObject({ paid: { value: 520, currency: 'GBP' } });
  });

  it.each([
    ['Captured', 'Created', 'processing'],
    ['Captured', 'Declined', 'unrecognised'],
    ['Captured', 'Settling', 'unrecognised'],
    ['Captured', undefined, 'unrecognised'],
    ['Authorized', 'Created', 'processing'],
    ['Authorized', 'Successful', 'processing'],
    ['Authorized', 'Settling', 'processing'],
    ['Authorized', 'Failed', 'authorized'],
    ['Authorized', 'Declined', 'authorized'],
  ])('takes an intent that is %s with a capture that is %s for %s', (status, captureStatus, expected) => {
    expect(stateOf({ status, captures: [{ amount: 400, status: captureStatus }] }).status).toBe(expected);
  });

  it('takes an intent with one capture under way for under way, whatever became of others', () => {
    const captures = [
      { amount: 100, status: 'Created' },
      { amount: 400, status: 'Declined' },
    ];
    expect(stateOf({ status: 'Captured', captures }).status).toBe('processing');
  });

  it('takes a reversal of what one capture took for a refund, whatever became of others', () => {
    const captures = [
      { amount: 100, status: 'Successful' },
      { amount: 400, status: 'Failed' },
    ];
    const paymentEvents = [{ eventType: 'Captured' }];
    expect(stateOf({ status: 'Reversed', captures, paymentEvents })).toMatchObject({
      status: 'paid',
      refunded: { value: 100, currency: 'GBP' },
    });
  });

  it.each([
    ['after its expiry', '2026-05-01T00:00:00.2Z', 'expired'],
    ['before its expiry', '2026-04-30T23:59:59Z', 'canceled'],
    ['just at its expiry', '2026-05-01T00:00:00Z', 'expired'],
    ['at a time that nobody tells', undefined, 'canceled'],
  ])('tells an intent closed %s', (_, updatedAt, reason) => {
    expect(stateOf({ status: 'Canceled', expireAt: '2026-05-01T00:00:00Z', updatedAt })).toMatchObject({ reason });
  });

  it('tells an intent closed without an expiry as canceled', () => {
    expect(stateOf({ status: 'Canceled', updatedAt: '2026-05-01T00:00:00Z' })).toMatchObject({ reason: 'canceled' });
  });

  it('takes the moment of cancelling from its event, since later updates move updatedAt', () => {
    const members = {
      status: 'Canceled',
      expireAt: '2026-05-01T00:00:00Z',
      updatedAt: '2026-06-01T00:00:00Z',
      paymentEvents: [
        { eventType: 'Canceled', transactionDateTime: '2026-04-02T00:00:00Z' },
        { eventType: 'Notified', transactionDateTime: '2026-06-01T00:00:00Z' },
      ],
    };
    expect(stateOf(members)).toMatchObject({ status: 'closed', reason: 'canceled' });
  });
});

describe('the last decline', () => {
  const declined = (transactionDateTime?: string, transactionId?: string) => ({
    eventType: 'Declined',
    transactionDateTime,
    transactionId,
  });

  it('is none where nothing was declined', () => {
    expect(
      stateOf({ status: 'Created', paymentEvents: [{ eventType: 'AuthChallenged' }] }).lastDecline,
    ).toBeUndefined();
  });

  it('is the newest try, in whatever order they are listed', () => {
    const paymentEvents = [declined('2026-04-06T10:05:00Z', 't2'), declined('2026-04-06T10:00:00Z', 't1')];
    expect(stateOf({ status: 'Created', paymentEvents }).lastDecline).toEqual({
      id: `t2@${Date.parse('2026-04-06T10:05:00Z')}`,
      at: new Date('2026-04-06T10:05:00Z'),
      code: null,
      message: null,
    });
  });

  it('keeps its id when other events follow, and differs for another try of the same transaction', () => {
    const first = declined('2026-04-06T10:00:00Z', 't1');
    const second = declined('2026-04-06T10:05:00Z', 't1');
    const before = stateOf({ status: 'Created', paymentEvents: [first] }).lastDecline;
    const after = stateOf({ status: 'Captured', paymentEvents: [first, { eventType: 'Captured' }] }).lastDecline;
    const retried = stateOf({ status: 'Created', paymentEvents: [first, second] }).lastDecline;
    expect(after?.id).toBe(before?.id);
    expect(retried?.id).not.toBe(before?.id);
  });

  it('prefers the try that tells its time to one that does not', () => {
    const paymentEvents = [declined('2026-04-06T10:05:00Z', 't1'), declined(undefined, 't2')];
    expect(stateOf({ status: 'Created', paymentEvents }).lastDecline?.id).toMatch(/^t1@/);
  });

  it('is not told where nobody says when it was', () => {
    expect(stateOf({ status: 'Created', paymentEvents: [declined()] }).lastDecline).toBeUndefined();
  });

  it('goes by place and by the intent’s own time where the event tells neither', () => {
    const paymentEvents = [declined(), declined()];
    expect(stateOf({ status: 'Created', updatedAt: '2026-04-06T10:00:00Z', paymentEvents }).lastDecline).toMatchObject({
      id: 'pi_1@try2',
      at: new Date('2026-04-06T10:00:00Z'),
    });
  });
});

describe('toFoundPayment', () => {
  const createdAt = '2026-04-06T10:00:00Z';

  it('finds our checkout’s id among Dojo’s own metadata', () => {
    const metadata = { 'location-id': 'rpl_1', dunlinCheckoutId: 'chk_1' };
    expect(toFoundPayment(intent({ status: 'Created', createdAt, metadata }))?.checkoutId).toBe('chk_1');
  });

  it.each([
    ['when it was made', { createdAt: undefined }],
    ['an id', { id: null, createdAt }],
  ])('is none without %s', (_, members) => {
    expect(toFoundPayment(intent({ status: 'Created', ...members }))).toBeUndefined();
  });

  it('tells what it is, and how it stands', () => {
    expect(toFoundPayment(intent({ status: 'Created', createdAt }))).toMatchObject({
      checkout: { providerPaymentId: 'pi_1' },
      snapshot: { providerPaymentId: 'pi_1', status: 'open' },
      createdAt: new Date(createdAt),
    });
  });

  it('knows a payment that is not ours', () => {
    expect(toFoundPayment(intent({ status: 'Created', createdAt }))?.checkoutId).toBeNull();
  });
});
