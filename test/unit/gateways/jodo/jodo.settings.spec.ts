import { readJodoSettings } from '../../../../src/gateways/jodo/jodo.settings.js';
import type { ConnectionSecrets } from '../../../../src/gateways/payment-gateway.js';

const PAIR = { apiKey: 'key_a', apiSecret: 'secret_a' };

function connection(changes: Partial<ConnectionSecrets> = {}): ConnectionSecrets {
  return { mode: 'sandbox', credentials: PAIR, settings: {}, webhookSecrets: ['s'], ...changes };
}

describe('readJodoSettings', () => {
  it('takes orders from one branch and webhooks from Jodo’s test addresses by default', () => {
    expect(readJodoSettings(connection())).toMatchObject({
      authorization: `Basic ${Buffer.from('key_a:secret_a').toString('base64')}`,
      product: 'order',
      collectorCode: undefined,
      componentType: 'Payable Amount',
      failureNotificationEmail: undefined,
      webhookHeader: undefined,
      allowedSourceAddresses: ['3.108.86.33', '13.127.40.177', '65.0.77.215'],
    });
  });

  it('expects live webhooks from the live addresses', () => {
    const { allowedSourceAddresses } = readJodoSettings(connection({ mode: 'live' }));
    expect(allowedSourceAddresses).toEqual(['3.6.234.242', '3.111.80.40', '13.232.24.175', '43.204.202.190']);
  });

  it.each(['dG9rZW4=', 'Basic dG9rZW4=', ' basic  dG9rZW4= '])(
    'takes the ready-made token %j',
    (authorizationToken) => {
      const settings = readJodoSettings(connection({ credentials: { authorizationToken } }));
      expect(settings.authorization).toBe('Basic dG9rZW4=');
      expect(settings.secrets).toContain('dG9rZW4=');
    },
  );

  it('takes settings over defaults', () => {
    const settings = {
      product: 'payment_link',
      collectorCode: 'north',
      componentType: 'TUITION_FEE',
      failureNotificationEmail: 'ops@example.com',
      webhookHeaderName: 'X-Agreed',
      allowedSourceAddresses: ['10.0.0.0/8', '::1'],
    };
    const credentials = { ...PAIR, webhookHeaderValue: 'v' };
    const { webhookHeaderName: _, ...rest } = settings;
    const expected = { ...rest, webhookHeader: { name: 'x-agreed', value: 'v' } };
    expect(readJodoSettings(connection({ credentials, settings }))).toMatchObject(expected);
  });

  it('switches the check of addresses off with an empty list', () => {
    const settings = { allowedSourceAddresses: [] };
    expect(readJodoSettings(connection({ settings })).allowedSourceAddresses).toEqual([]);
  });

  it.each<[string, Partial<ConnectionSecrets>]>([
    ['no credentials', { credentials: {} }],
    ['a key without its secret', { credentials: { apiKey: 'key_a' } }],
    ['a secret without its key', { credentials: { apiSecret: 'secret_a' } }],
    ['a key with a colon', { credentials: { apiKey: 'key:_a', apiSecret: 'secret_a' } }],
    ['a secret with a line break', { credentials: { apiKey: 'key_a', apiSecret: 'secret_a\r\nx: y' } }],
    ['a key and a token', { credentials: { ...PAIR, authorizationToken: 'token_a' } }],
    ['an empty token beside a key', { credentials: { ...PAIR, authorizationToken: '' } }],
    ['a token that is only the scheme', { credentials: { authorizationToken: 'Basic ' } }],
    ['a token with a space', { credentials: { authorizationToken: 'token _a' } }],
    ['an empty webhook secret', { webhookSecrets: ['s', ' '] }],
    ['an unknown product', { settings: { product: 'page_a' } }],
    ['a collector code that is no text', { settings: { collectorCode: true } }],
    ['an empty component type', { settings: { componentType: ' ' } }],
    ['a header’s name without a value', { settings: { webhookHeaderName: 'x-agreed' } }],
    ['a header’s value without a name', { credentials: { ...PAIR, webhookHeaderValue: 'v_a' } }],
    [
      'a header’s name that is none',
      { credentials: { ...PAIR, webhookHeaderValue: 'v_a' }, settings: { webhookHeaderName: 'x agreed' } },
    ],
    ['an address that is none', { settings: { allowedSourceAddresses: ['10.0.0.0/8', 'example.com'] } }],
    ['one address that is no list', { settings: { allowedSourceAddresses: '10.0.0.1' } }],
  ])('refuses %s and never repeats it', (_, changes) => {
    expect(() => readJodoSettings(connection(changes))).toThrow(
      expect.objectContaining({ kind: 'misconfigured', message: expect.not.stringContaining('_a') }),
    );
  });
});
