import { createHmac } from 'node:crypto';
import { WebhookRejected } from '../../../../src/gateways/gateway-error.js';
import { readDojoSignals, verifyDojoWebhook } from '../../../../src/gateways/dojo/dojo.webhook.js';

// The body and both signatures are published by Dojo (Dojo.Net, Dojo.PHP; documentation on webhooks).
const PUBLISHED_BODY =
  '{"id":"evt_hnnHxIKR_Uy6bhZCusCltw","event":"payment_intent.created","accountId":"acc_test","createdAt":"2022-02-01T13:07:41.8667859Z","data":{"paymentIntentId":"pi_vpwd4ooAPEqyNAQe4z89WQ","paymentStatus":"Created","captureMode":"Auto"}}';
const PUBLISHED: [secret: string, signature: string][] = [
  [
    'PDYkJQq6sESYHp_zJuTTBQ',
    'sha256=4B-49-F8-FE-25-A7-E6-7D-00-4F-A7-9C-F8-0B-63-00-C7-77-B4-F2-2D-E5-E1-22-84-FA-04-18-50-A1-76-FD',
  ],
  [
    'ws_OYsyzcrH70GpJfs8MMkKpg',
    'sha256=94-AC-93-67-D6-8B-69-6D-15-A2-C2-45-40-98-B5-E7-64-72-38-C5-1F-6D-32-D0-5F-CB-91-20-A9-20-64-F4',
  ],
];
const [[SECRET, SIGNATURE]] = PUBLISHED as [[string, string]];

function delivery(body: string, signature: string | undefined) {
  return { headers: { 'dojo-signature': signature }, body: Buffer.from(body), remoteAddress: null };
}

function signed(body: string) {
  return delivery(body, `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`);
}

describe('verifyDojoWebhook', () => {
  it.each(PUBLISHED)('accepts the published signature under %s', (secret, signature) => {
    expect(verifyDojoWebhook(delivery(PUBLISHED_BODY, signature), [secret])).toMatchObject({
      eventId: 'evt_hnnHxIKR_Uy6bhZCusCltw',
      eventType: 'payment_intent.created',
    });
  });

  it.each([
    ['lower case', SIGNATURE.toLowerCase()],
    ['no hyphens', SIGNATURE.replaceAll('-', '')],
    ['no prefix', SIGNATURE.slice('sha256='.length)],
    ['spaces around', ` ${SIGNATURE} `],
  ])('accepts the same signature in %s', (_, signature) => {
    expect(verifyDojoWebhook(delivery(PUBLISHED_BODY, signature), [SECRET]).eventId).toBe('evt_hnnHxIKR_Uy6bhZCusCltw');
  });

  it.each([
    ['a missing header', undefined],
    ['an empty header', ''],
    ['the prefix alone', 'sha256='],
    ['another algorithm', SIGNATURE.replace('sha256', 'sha512')],
    ['half a signature', SIGNATURE.slice(0, 50)],
    ['one bit changed', SIGNATURE.replace('4B', '4A')],
    ['the algorithm amid the digits', `4Bsha256=${SIGNATURE.slice('sha256=4B'.length)}`],
  ])('rejects %s', (_, signature) => {
    expect(() => verifyDojoWebhook(delivery(PUBLISHED_BODY, signature), [SECRET])).toThrow(WebhookRejected);
  });

  it('says that the header is missing', () => {
    expect(() => verifyDojoWebhook(delivery(PUBLISHED_BODY, undefined), [SECRET])).toThrow('no dojo-signature header');
  });

  it('keeps no more than 200 characters of what the event is called', () => {
    const body = JSON.stringify({ id: 'evt_1', event: 'e'.repeat(300) });
    expect(verifyDojoWebhook(signed(body), [SECRET]).eventType).toBe('e'.repeat(200));
  });

  it.each([
    [`''evt_1''`, 'evt_1'],
    [`ev't_1`, `ev't_1`],
    [`'ev't_1'`, `ev't_1`],
  ])('knows the event %s as %s', (id, eventId) => {
    expect(verifyDojoWebhook(signed(JSON.stringify({ id })), [SECRET]).eventId).toBe(eventId);
  });

  it.each(['', `''`])('knows an event that is called %j by its bytes', (id) => {
    expect(verifyDojoWebhook(signed(JSON.stringify({ id })), [SECRET]).eventId).toMatch(/^sha256:/);
  });

  it('rejects everything while no secret is known', () => {
    expect(() => verifyDojoWebhook(delivery(PUBLISHED_BODY, SIGNATURE), [])).toThrow(WebhookRejected);
  });
});

describe('readDojoSignals', () => {
  const signalsOf = (body: string) => readDojoSignals(verifyDojoWebhook(signed(body), [SECRET]));

  it('names the intent', () => {
    expect(signalsOf(PUBLISHED_BODY)).toEqual([{ providerPaymentId: 'pi_vpwd4ooAPEqyNAQe4z89WQ' }]);
  });

  it('names an intent of up to 200 characters', () => {
    const bodyOf = (paymentIntentId: string) => JSON.stringify({ data: { paymentIntentId } });
    expect(signalsOf(bodyOf('p'.repeat(200)))).toEqual([{ providerPaymentId: 'p'.repeat(200) }]);
    expect(['p'.repeat(201), 'pi_1/..', ''].map((id) => signalsOf(bodyOf(id)))).toEqual([[], [], []]);
  });

  it('reads a PascalCase envelope with quoted ids', () => {
    const body = `{"Id":"'evt_1'","Event":"payment_intent.status_updated","Data":{"PaymentIntentId":"'pi_1'"}}`;
    expect(signalsOf(body)).toEqual([{ providerPaymentId: 'pi_1' }]);
    expect(verifyDojoWebhook(signed(body), [SECRET]).eventId).toBe('evt_1');
  });

  it.each([
    'not json',
    '',
    '[]',
    'null',
    '{}',
    '{"data":null}',
    '{"data":{"paymentIntentId":{}}}',
    '{"data":{"paymentIntentId":"../pi"}}',
    '{"event":"terminal_session.status_updated","data":{"terminalSessionId":"ts_1"}}',
  ])('finds nothing in %s, and does not mind', (body) => {
    expect(signalsOf(body)).toEqual([]);
  });
});
