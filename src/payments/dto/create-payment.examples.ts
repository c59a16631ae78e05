/** Bodies that work as they stand; one made of every field's example would not, because the fields restrict each other. */
export const PAYMENT_EXAMPLES = {
  invoice: {
    summary: 'An invoice',
    value: {
      reference: 'INV-2026-0001',
      amount: { value: 1000, currency: 'GBP' },
      description: 'Invoice 2026-0001',
      customer: { name: 'Sample Customer', email: 'payer@example.com' },
    },
  },
};
