import { refuseForeignCurrency } from '../../../../src/gateways/dojo/dojo.money.js';

describe('a call to Dojo that takes a bare number', () => {
  it('is made in the currencies that Dojo knows', () => {
    expect(() => refuseForeignCurrency('refund', { value: 1, currency: 'GBP' })).not.toThrow();
    expect(() => refuseForeignCurrency('refund', { value: 1, currency: 'EUR' })).not.toThrow();
  });

  it('is refused in any other, which Dojo would take for its own', () => {
    expect(() => refuseForeignCurrency('capture', { value: 1, currency: 'JPY' })).toThrow(
      expect.objectContaining({ kind: 'rejected', operation: 'capture' }),
    );
    expect(() => refuseForeignCurrency('capture', { value: 1, currency: 'JPY' })).toThrow('GBP and EUR, not JPY');
  });
});
