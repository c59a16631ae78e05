import { chooseCheckout, type Refundable } from '../../../src/payments/refund-rules.js';
import { aCheckout, aPayment, money } from '../../support/builders.js';

const payment = aPayment().paid().build();
const paidTwice = aPayment().paid().with({ amountPaid: 2100 }).build();

function refundable(left: number): Refundable {
  return { checkout: aCheckout().of(payment).paid().build(), left };
}

function refusal(choose: () => unknown): unknown {
  try {
    return choose();
  } catch (error) {
    return error;
  }
}

describe('what goes back from where', () => {
  it('is all that is left, where no amount is named', () => {
    const only = refundable(700);
    expect(chooseCheckout(payment, [only], undefined)).toEqual({ checkout: only.checkout, amount: 700 });
  });

  it('is the amount that is named', () => {
    expect(chooseCheckout(payment, [refundable(700)], money(50)).amount).toBe(50);
  });

  it('comes from the first checkout that has enough', () => {
    const [newer, older] = [refundable(100), refundable(1050)];
    expect(chooseCheckout(paidTwice, [newer, older], money(100)).checkout).toBe(newer.checkout);
    expect(chooseCheckout(paidTwice, [newer, older], money(101)).checkout).toBe(older.checkout);
  });

  it('must be said where it was paid twice', () => {
    const refused = refusal(() => chooseCheckout(paidTwice, [refundable(1050), refundable(1050)], undefined));
    expect(refused).toMatchObject({ code: 'validation_failed', fields: [{ path: 'amount', code: 'required' }] });
  });

  it.each<[string, readonly Refundable[], ReturnType<typeof money> | undefined, string]>([
    ['nothing is left', [refundable(0)], undefined, 'state_conflict'],
    ['less is left', [refundable(49)], money(50), 'state_conflict'],
    ['enough is left of all together only', [refundable(30), refundable(30)], money(50), 'state_conflict'],
    ['less was paid', [refundable(1050)], money(1051), 'amount_too_large'],
    ['another currency was paid', [refundable(1050)], money(50, 'EUR'), 'validation_failed'],
  ])('is refused where %s', (_, all, wanted, code) => {
    expect(refusal(() => chooseCheckout(payment, all, wanted))).toMatchObject({ code });
  });

  it('may be all of a payment, and all that was left', () => {
    const whole = refundable(1050);

    expect(chooseCheckout(payment, [whole], money(1050))).toEqual({ checkout: whole.checkout, amount: 1050 });
  });

  it('needs no amount where only one of two pages has any left', () => {
    const some = refundable(300);

    expect(chooseCheckout(paidTwice, [refundable(0), some], undefined)).toEqual({
      checkout: some.checkout,
      amount: 300,
    });
  });

  it.each([
    ['how much can go back at once', [refundable(49), refundable(30)], money(50), 'At most 49 (minor units of GBP)'],
    ['that all is back', [refundable(0)], undefined, 'All that was paid is back or on its way back already.'],
    ['how much was paid', [refundable(1050)], money(1051), 'No more than was paid can go back: 1050 (minor units).'],
    ['which currency was paid', [refundable(1050)], money(50, 'EUR'), 'amount.currency must be GBP'],
    [
      'how often it was paid',
      [refundable(1050), refundable(900)],
      undefined,
      'paid 2 times: name an amount, at most 1050',
    ],
  ])('is refused with %s', (_, all, wanted, message) => {
    expect(() => chooseCheckout(payment, all, wanted)).toThrow(message);
  });

  it('is refused with the field that is wrong', () => {
    const refused = refusal(() => chooseCheckout(payment, [refundable(1050)], money(50, 'EUR')));

    expect(refused).toMatchObject({ fields: [{ path: 'amount.currency', code: 'currency' }] });
  });
});
