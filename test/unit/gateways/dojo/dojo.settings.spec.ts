import type { ConnectionSecrets } from '../../../../src/gateways/payment-gateway.js';
import { readDojoSettings } from '../../../../src/gateways/dojo/dojo.settings.js';

function connection(changes: Partial<ConnectionSecrets> = {}): ConnectionSecrets {
  return { mode: 'sandbox', credentials: { apiKey: 'sk_sandbox_a' }, settings: {}, webhookSecrets: ['s'], ...changes };
}

describe('readDojoSettings', () => {
  it('pins the version and offers cards and wallets', () => {
    expect(readDojoSettings(connection())).toEqual({
      apiKey: 'sk_sandbox_a',
      version: '2025-09-10',
      paymentMethods: ['Card', 'Wallet'],
      isNotOnlineCheckout: false,
      softwareHouseId: undefined,
    });
  });

  it('opens before any webhook secret is known', () => {
    expect(() => readDojoSettings(connection({ webhookSecrets: [] }))).not.toThrow();
  });

  it.each<[string, Partial<ConnectionSecrets>]>([
    ['a missing key', { credentials: {} }],
    ['an empty key', { credentials: { apiKey: '' } }],
    ['a key with a line break', { credentials: { apiKey: 'sk_sandbox_a\r\nx: y' } }],
    ['a live key in sandbox', { credentials: { apiKey: 'sk_prod_a' } }],
    ['a sandbox key in live', { mode: 'live' }],
    ['an old sandbox key in live', { mode: 'live', credentials: { apiKey: 'sk_test_a' } }],
    ['an empty webhook secret', { webhookSecrets: ['s', ' '] }],
    ['an unknown version', { settings: { version: '2022-04-07' } }],
    ['an unknown payment method', { settings: { paymentMethods: ['Card', 'Cash'] } }],
    ['no payment method', { settings: { paymentMethods: [] } }],
    ['links without online checkout in an older version', { settings: { isNotOnlineCheckout: true } }],
    ['a software house id with a line break', { settings: { softwareHouseId: 'a\nb' } }],
  ])('refuses %s and never repeats it', (_, changes) => {
    expect(() => readDojoSettings(connection(changes))).toThrow(
      expect.objectContaining({ kind: 'misconfigured', message: expect.not.stringContaining('_a') }),
    );
  });

  it('takes settings over defaults', () => {
    const settings = {
      version: '2026-02-27',
      isNotOnlineCheckout: true,
      paymentMethods: ['Card'],
      softwareHouseId: 'h1',
    };
    expect(readDojoSettings(connection({ settings }))).toMatchObject(settings);
  });
});
