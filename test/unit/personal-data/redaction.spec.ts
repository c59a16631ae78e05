import fc from 'fast-check';
import { paymentBody } from '../../../src/payments/payment-body.js';
import { withoutPersonalData, type Json } from '../../../src/personal-data/redaction.js';
import { aPayment } from '../../support/builders.js';

const TELLING = paymentBody(
  aPayment()
    .paid()
    .with({
      description: 'canary',
      customer: { name: 'canary', email: 'canary@example.com', phone: '+442079467001', externalId: 'canary' },
      items: [{ description: 'canary', quantity: 1, amount: { value: 1050, currency: 'GBP' }, code: 'A1' }],
      metadata: { canary: 'canary' },
      returnUrl: 'https://erp.example.com/canary',
      bookingReason: 'canary',
      lastDecline: { at: '2026-11-20T10:00:00.000Z', code: '5', message: 'canary' },
      recorded: { method: 'cash', receivedAt: '2026-11-20T10:00:00.000Z', note: 'canary' },
      reviewReason: 'surplus',
      reviewSince: new Date('2026-11-20T10:00:00.000Z'),
    })
    .build(),
) as unknown as Record<string, Json>;

const REFUND = { object: 'refund', id: 'rfd_1', reason: 'canary', status: 'failed' };

describe('a body that is told of somebody who is forgotten', () => {
  it('keeps sums, states, references and reasons for a review, and loses every word about a person', () => {
    const left = withoutPersonalData({ payment: TELLING, note: 'canary', refund: REFUND });

    expect(JSON.stringify(left)).not.toMatch(/canary|2079467001/);
    expect(left).toMatchObject({
      payment: {
        ...TELLING,
        description: null,
        customer: { name: null, email: null, phone: null, externalId: null },
        items: [{ description: '', quantity: 1, amount: { value: 1050, currency: 'GBP' }, code: 'A1' }],
        metadata: {},
        returnUrl: null,
        booking: { status: 'unbooked', reason: null },
        lastDecline: { code: '5', message: null },
        recorded: { method: 'cash', note: null },
        review: { reason: 'surplus' },
      },
      note: '',
      refund: { id: 'rfd_1', reason: null, status: 'failed' },
    });
  });

  it.each<[string, Json, Json]>([
    ['what a payment was before', { description: 'canary', status: 'open' }, { description: null, status: 'open' }],
    ['a payment alone', { object: 'payment', description: 'canary' }, { object: 'payment', description: null }],
    ['a refund alone', REFUND, { ...REFUND, reason: null }],
    [
      'a mail among the links’',
      {
        object: 'link',
        notifications: [{ object: 'notification', to: 'canary@example.com', error: 'canary', attempts: 2 }],
      },
      { object: 'link', notifications: [{ object: 'notification', to: null, error: null, attempts: 2 }] },
    ],
    ['a problem', { status: 409, detail: 'It is paid.' }, { status: 409, detail: 'It is paid.' }],
  ])('is right for %s', (_, told, left) => {
    expect(withoutPersonalData(told)).toEqual(left);
  });

  it('stays as it is when it is erased once more, with its fields in their order', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const once = withoutPersonalData({ payment: TELLING, more: value as Json });

        expect(JSON.stringify(withoutPersonalData(once))).toBe(JSON.stringify(once));
        expect(Object.keys((once as { payment: object }).payment)).toEqual(Object.keys(TELLING));
      }),
    );
  });
});
