import { Webhook } from 'standardwebhooks';
import { newWebhookSecret, signWebhook } from '../../../src/webhooks/outgoing/webhook-signature.js';

const body = '{"id":"evt_01h455vb4pex5vsknk084sn02q","note":"Gebühr ✓"}';
const message = { id: 'evt_01h455vb4pex5vsknk084sn02q', timestamp: new Date(), body };

describe('webhook signatures', () => {
  it('makes a different secret of 32 bytes every time', () => {
    const secrets = Array.from({ length: 20 }, newWebhookSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it('is verified by the public client library', () => {
    const secret = newWebhookSecret();
    const headers = signWebhook({ ...message, secrets: [secret] });
    expect(new Webhook(secret).verify(body, { ...headers })).toEqual(JSON.parse(body));
  });

  it('is verified with the old and with the new secret while a rotation overlaps', () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    const headers = signWebhook({ ...message, secrets });
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const secret of secrets) expect(new Webhook(secret).verify(body, { ...headers })).toEqual(JSON.parse(body));
  });

  it.each([
    ['body', { body: `${body} ` }],
    ['id', { id: 'evt_01h455vb4pex5vsknk084sn02r' }],
    ['time', { timestamp: new Date(message.timestamp.getTime() + 1000) }],
  ])('no longer fits when the %s changes', (_part, change) => {
    const secrets = [newWebhookSecret()];
    const original = signWebhook({ ...message, secrets });
    expect(signWebhook({ ...message, ...change, secrets })['webhook-signature']).not.toBe(
      original['webhook-signature'],
    );
  });

  it('does not fit another secret', () => {
    const headers = signWebhook({ ...message, secrets: [newWebhookSecret()] });
    expect(() => new Webhook(newWebhookSecret()).verify(body, { ...headers })).toThrow('No matching signature');
  });

  it('matches the worked example of the specification', () => {
    const headers = signWebhook({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: new Date(1614265330_999),
      body: '{"test": 2432232314}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it.each([[[]], [['']], [['whsec_']], [['whsec_c2hvcnQ=']], [[`${'A'.repeat(44)}`]]])(
    'refuses to sign with %j rather than with a key that everybody has',
    (secrets) => {
      expect(() => signWebhook({ ...message, secrets })).toThrow(RangeError);
    },
  );

  it('signs with a key of 24 bytes, and with none that is shorter', () => {
    const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

    expect(signWebhook({ ...message, secrets: [secretOf(24)] })['webhook-signature']).toMatch(/^v1,/);
    expect(() => signWebhook({ ...message, secrets: [secretOf(23)] })).toThrow('at least 24 bytes in base64');
  });

  it('takes nothing for a secret that is not called one', () => {
    const secret = `wh_sec${Buffer.alloc(32, 7).toString('base64')}`;

    expect(() => signWebhook({ ...message, secrets: [secret] })).toThrow('must be whsec_ and at least 24 bytes');
  });

  it('says that there is no secret at all', () => {
    expect(() => signWebhook({ ...message, secrets: [] })).toThrow('A webhook needs a signing secret');
  });
});
