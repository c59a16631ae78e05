import { aPayment } from '../../support/builders.js';

const AT = new Date('2026-11-20T10:00:00.000Z');
const CUSTOMER = { name: 'Sample Customer', email: null, phone: null, externalId: null };

describe('a payment that is changed', () => {
  it('tells the fields that differ, as they were', () => {
    const payment = aPayment()
      .with({ description: 'Old', metadata: { a: '1' } })
      .build();
    payment.edit({ description: 'New', metadata: { a: '1' }, customer: CUSTOMER, amount: 2000, currency: 'EUR' }, AT);

    expect(payment.steps).toMatchObject([
      {
        type: 'payment.updated',
        version: 2,
        payment: { description: 'New', amount: { value: 2000, currency: 'EUR' } },
      },
    ]);
    expect(payment.steps[0]!.previous).toMatchObject({
      description: 'Old',
      amount: { value: 1050, currency: 'GBP' },
      customer: { name: null },
    });
    expect(payment.steps[0]!.previous).not.toHaveProperty('metadata');
    expect(payment.updatedAt).toEqual(AT);
  });

  it('takes no step where all is as it was, in whatever order it was sent', () => {
    const payment = aPayment()
      .with({ description: 'Same', metadata: { a: '1', b: '2' } })
      .build();
    payment.edit({ description: 'Same', metadata: { b: '2', a: '1' } }, AT);

    expect(payment.steps).toEqual([]);
    expect(payment.version).toBe(1);
  });
});

describe('a review that is cleared', () => {
  it('is told with the note and with what was flagged', () => {
    const payment = aPayment().with({ reviewReason: 'surplus', reviewSince: AT }).build();
    payment.clearReview('Sent back', AT);

    expect(payment.reviewReason).toBeNull();
    expect(payment.steps).toMatchObject([
      {
        type: 'payment.review_cleared',
        note: 'Sent back',
        payment: { review: null },
        previous: { review: { reason: 'surplus', since: AT.toISOString() } },
      },
    ]);
  });
});
