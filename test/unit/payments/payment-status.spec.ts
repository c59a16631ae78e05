import {
  checkPaymentMoves,
  isEnded,
  isPaid,
  isPayable,
  mayMove,
  PAYMENT_MOVES,
  PAYMENT_STATUSES,
} from '../../../src/payments/payment-status.js';

describe('the table of moves', () => {
  it('passes its own check', () => {
    expect(() => checkPaymentMoves()).not.toThrow();
  });

  it.each([
    ['names a state that does not exist', { open: ['lost'] }, 'unknown state: open -> lost'],
    ['lets a payment stay where it is', { open: ['open'] }, 'from open to itself'],
    ['makes a paid payment owed again', { paid: ['open'] }, 'must not become open'],
    ['makes a refunded payment canceled', { refunded: ['canceled'] }, 'must not become canceled'],
  ])('is refused when it %s', (_, change, reason) => {
    expect(() => checkPaymentMoves({ ...PAYMENT_MOVES, ...change })).toThrow(reason);
  });

  it('is refused when it says nothing about a state', () => {
    const { expired: _, ...incomplete } = PAYMENT_MOVES;
    expect(() => checkPaymentMoves(incomplete)).toThrow('say nothing about expired');
  });

  it('is refused with every state that is missing, and every one that is out of reach', () => {
    const { expired: _, canceled: __, ...incomplete } = PAYMENT_MOVES;
    expect(() => checkPaymentMoves(incomplete)).toThrow('say nothing about canceled, expired');
    const lonely = { ...PAYMENT_MOVES, open: [], pending: [] };
    expect(() => checkPaymentMoves(lonely)).toThrow('No way leads to pending, authorized, paid');
  });

  it('is refused when no way leads to a state', () => {
    const pending = PAYMENT_MOVES.pending.filter((status) => status !== 'authorized');
    expect(() => checkPaymentMoves({ ...PAYMENT_MOVES, pending })).toThrow('No way leads to authorized');
  });
});

describe('a payment status', () => {
  it('is payable, ended or held by the provider, and only one of these', () => {
    const kinds = PAYMENT_STATUSES.map((status) => [isPayable(status), isEnded(status), status === 'authorized']);
    expect(kinds.map((kind) => kind.filter(Boolean).length)).toEqual(PAYMENT_STATUSES.map(() => 1));
  });

  it.each(['paid', 'partially_refunded', 'refunded'] as const)('%s means that money was taken', (status) => {
    expect(isPaid(status)).toBe(true);
  });

  it('accepts late money after the payment was given up', () => {
    expect([mayMove('canceled', 'paid'), mayMove('expired', 'paid')]).toEqual([true, true]);
  });

  it('never leaves refunded', () => {
    expect(PAYMENT_STATUSES.filter((status) => mayMove('refunded', status))).toEqual([]);
  });
});
