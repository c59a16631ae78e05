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
});
