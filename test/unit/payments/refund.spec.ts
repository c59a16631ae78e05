import { aRefund, CREATED_AT, money } from '../../support/builders.js';

const AT = new Date('2026-11-20T10:00:00.000Z');

describe('a refund', () => {
  it.each([
    ['that was set aside', aRefund(), true, false],
    ['that was accepted', aRefund().accepted(), true, true],
    ['of an unknown outcome', aRefund().unknown(), true, false],
    ['that has succeeded', aRefund().succeeded(), false, true],
    ['that has failed', aRefund().failed(), false, false],
  ])('%s holds its amount back, or does not', (_, refund, isOpen, isAccepted) => {
    expect(refund.build()).toMatchObject({ isOpen, isAccepted });
  });

  it('is of its amount in its currency', () => {
    expect(aRefund(50).with({ currency: 'EUR' }).build().money).toEqual(money(50, 'EUR'));
  });

  it('that has come to its end is not due any more, and held by nobody', () => {
    const failure = { code: 'rejected', message: 'The provider refuses.' };
    const refund = aRefund().sent().with({ dueAt: AT, leasedUntil: AT, updatedAt: CREATED_AT }).build();
    refund.end('failed', failure, AT);

    expect(refund).toMatchObject({ status: 'failed', failure, updatedAt: AT, dueAt: null, leasedUntil: null });
  });
});
