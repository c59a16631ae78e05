import { createHmac } from 'node:crypto';
import { WebhookRejected } from '../../../../src/gateways/gateway-error.js';
import { readJodoSignals, verifyJodoWebhook } from '../../../../src/gateways/jodo/jodo.webhook.js';

const SECRET = 'my-secret-key';
const BODY =
  '{"event_id":"45bb1387-2a83-4fdb-a149-e7dec81043f0","event":"order.payment.debited","version":"1.0","timestamp":1691143279,"payload":{"order_id":"order_12343532424"}}';
// Computed independently of this code, with the algorithm that Jodo publishes.
const SIGNATURE = 'ca5a0f3cc52dd137dfa6623c9f3c83d4b73126343f6a10f390409f66df968240';
const OPEN_CHECKS = { webhookHeader: undefined, allowedSourceAddresses: [], secrets: [SECRET] };

function delivery(body: string, headers: Record<string, string>, remoteAddress: string | null = null) {
  return { headers, body: Buffer.from(body), remoteAddress };
}

function signed(body: string) {
  return delivery(body, { 'x-jodo-signature': createHmac('sha256', SECRET).update(body).digest('hex') });
}

describe('verifyJodoWebhook', () => {
  it.each([
    ['as it is', SIGNATURE],
    ['in upper case', SIGNATURE.toUpperCase()],
    ['with spaces around', ` ${SIGNATURE}\t`],
  ])('accepts a known signature %s', (_, signature) => {
    expect(verifyJodoWebhook(delivery(BODY, { 'x-jodo-signature': signature }), OPEN_CHECKS)).toMatchObject({
      eventId: '45bb1387-2a83-4fdb-a149-e7dec81043f0',
      eventType: 'order.payment.debited',
    });
  });

  it.each([
    ['no signature', {}],
    ['an empty one', { 'x-jodo-signature': '' }],
    ['a prefixed one', { 'x-jodo-signature': `sha256=${SIGNATURE}` }],
    ['half of one', { 'x-jodo-signature': SIGNATURE.slice(0, 32) }],
    ['one with a digit changed', { 'x-jodo-signature': SIGNATURE.replace(/^c/, 'd') }],
  ])('refuses %s', (_, headers) => {
    expect(() => verifyJodoWebhook(delivery(BODY, headers), OPEN_CHECKS)).toThrow(WebhookRejected);
  });

  it.each([
    ['the signature is missing', {}, OPEN_CHECKS, 'no x-jodo-signature header'],
    [
      'the address is a stranger’s',
      { 'x-jodo-signature': SIGNATURE },
      { ...OPEN_CHECKS, allowedSourceAddresses: ['203.0.113.7'] },
      'the address is none that webhooks come from',
    ],
    [
      'the agreed header is missing',
      { 'x-jodo-signature': SIGNATURE },
      { ...OPEN_CHECKS, webhookHeader: { name: 'x-agreed', value: 'v1' } },
      'the agreed header is missing or different',
    ],
  ])('says that %s', (_, headers, checks, why) => {
    expect(() => verifyJodoWebhook(delivery(BODY, headers), checks)).toThrow(why);
  });

  it('judges what was let in before by its signature alone', () => {
    const checks = {
      ...OPEN_CHECKS,
      allowedSourceAddresses: ['203.0.113.7'],
      webhookHeader: { name: 'x-agreed', value: 'v1' },
    };
    const kept = { ...signed(BODY), isKept: true } as const;
    expect(verifyJodoWebhook(kept, checks).eventType).toBe('order.payment.debited');
  });

  it('keeps no more than 200 characters of what the event is called', () => {
    const body = JSON.stringify({ event_id: 'e1', event: 'e'.repeat(300) });
    expect(verifyJodoWebhook(signed(body), OPEN_CHECKS).eventType).toBe('e'.repeat(200));
  });

  it('knows an event without an id by its bytes', () => {
    const [first, again, other] = ['{}', '{}', '{"a":1}'].map((body) => verifyJodoWebhook(signed(body), OPEN_CHECKS));
    expect(again!.eventId).toBe(first!.eventId);
    expect(other!.eventId).not.toBe(first!.eventId);
  });

  it.each(['203.0.113.7', '::ffff:203.0.113.7', '198.51.100.200', '2001:db8::5'])(
    'accepts a delivery from %s',
    (from) => {
      const checks = { ...OPEN_CHECKS, allowedSourceAddresses: ['203.0.113.7', '198.51.100.0/24', '2001:db8::/64'] };
      const { headers } = signed(BODY);
      expect(verifyJodoWebhook(delivery(BODY, headers, from), checks).eventType).toBe('order.payment.debited');
    },
  );

  it.each(['203.0.113.8', '198.51.101.1', '2001:db9::5', 'nonsense', '', null])(
    'refuses a signed delivery from %j',
    (from) => {
      const checks = { ...OPEN_CHECKS, allowedSourceAddresses: ['203.0.113.7', '198.51.100.0/24', '2001:db8::/64'] };
      const { headers } = signed(BODY);
      expect(() => verifyJodoWebhook(delivery(BODY, headers, from), checks)).toThrow(WebhookRejected);
    },
  );

  it('asks for the agreed header besides the signature', () => {
    const checks = { ...OPEN_CHECKS, webhookHeader: { name: 'x-agreed', value: 'v1' } };
    const { headers } = signed(BODY);
    const withHeader = (more: Record<string, string>) => () =>
      verifyJodoWebhook(delivery(BODY, { ...headers, ...more }), checks);
    expect(withHeader({ 'x-agreed': 'v1' })).not.toThrow();
    expect(withHeader({})).toThrow(WebhookRejected);
    expect(withHeader({ 'x-agreed': 'v2' })).toThrow(WebhookRejected);
    expect(() => verifyJodoWebhook(delivery(BODY, { 'x-agreed': 'v1' }), checks)).toThrow(WebhookRejected);
  });
});

describe('readJodoSignals', () => {
  const signalsOf = (event: string, orderId: unknown) => {
    const body = JSON.stringify({ event_id: 'e1', event, payload: { order_id: orderId } });
    return readJodoSignals(verifyJodoWebhook(signed(body), OPEN_CHECKS));
  };

  it.each([
    ['order.payment.debited', 'orders/order_1'],
    ['order.payment.settled', 'orders/order_1'],
    ['payment_link.payment.debited', 'payment_links/order_1'],
    ['payment_link.payment.settled', 'payment_links/order_1'],
    ['payment_link.payment.expired', 'payment_links/order_1'],
  ])('%s is about %s', (event, providerPaymentId) => {
    expect(signalsOf(event, 'order_1')).toEqual([{ providerPaymentId }]);
  });

  it.each(['pay.payment.debited', 'page.payment.settled', 'flex.mandate.cancelled', 'order.payment.refunded', 'ORDER'])(
    '%s is about nothing of ours',
    (event) => {
      expect(signalsOf(event, 'order_1')).toEqual([]);
    },
  );

  it('reads an id of up to 512 characters', () => {
    const longest = 'x'.repeat(512);
    expect(signalsOf('order.payment.debited', longest)).toEqual([{ providerPaymentId: `orders/${longest}` }]);
  });

  it.each(['{}', '[]', 'null', '{"event":"order.payment.debited"}', '{"payload":{"order_id":"order_1"}}'])(
    'finds nothing in %s, and does not mind',
    (body) => {
      expect(readJodoSignals(verifyJodoWebhook(signed(body), OPEN_CHECKS))).toEqual([]);
    },
  );

  it('reads an id that came as a number', () => {
    expect(signalsOf('order.payment.debited', 17)).toEqual([{ providerPaymentId: 'orders/17' }]);
  });

  it.each([null, '', {}, 'a b', 'ß', 'x'.repeat(513)])('names nothing for the id %j', (orderId) => {
    expect(signalsOf('order.payment.debited', orderId)).toEqual([]);
  });
});
