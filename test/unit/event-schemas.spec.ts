import { EVENT_TYPES } from '../../src/events/event-types.js';
import { EventSchemas } from '../support/event.schemas.js';

const schemas = new EventSchemas();
const [paid] = schemas.examplesOf('payment.paid.json') as [
  { type: string; data: { payment: Record<string, unknown> }; previous: object },
];

describe('schemas/events', () => {
  it('has a schema of every type', () => {
    expect(schemas.index.events.map(({ type }) => type)).toEqual(EVENT_TYPES);
  });

  it.each(schemas.index.events)('shows an example of $type that holds to its schema', ({ type, schema }) => {
    const [example] = schemas.examplesOf(schema);
    expect(example!.type).toBe(type);
    expect(schemas.violations(example!)).toEqual([]);
  });
});

describe('a schema', () => {
  it('notices what is missing, too much, of another kind, or of another type', () => {
    const { status: _, ...withoutStatus } = paid.data.payment;
    const faulty = [
      { ...paid, data: {} },
      { ...paid, data: { payment: withoutStatus } },
      { ...paid, data: { payment: { ...paid.data.payment, cardNumber: '…' } } },
      { ...paid, data: { payment: { ...paid.data.payment, paidAt: 'yesterday' } } },
      { ...paid, previous: { status: 'unpaid' } },
      { ...paid, sequence: '7' },
      { ...paid, type: 'payment.payed' },
    ];
    expect(faulty.filter((event) => schemas.violations(event).length === 0)).toEqual([]);
  });

  it('takes a part of a payment for what it was before', () => {
    expect(
      schemas.violations({ ...paid, previous: { status: 'pending', metadata: { costCentre: '1' } } } as object & {
        type: string;
      }),
    ).toEqual([]);
  });
});
