import { PAYMENT_EXAMPLES } from '../../payments/dto/create-payment.examples.js';

/** Bodies that work as they stand, for whoever presses "Execute" first and reads later. */
export const LINK_EXAMPLES = {
  newPayment: {
    summary: 'For a new payment, mailed at once',
    value: { payment: PAYMENT_EXAMPLES.invoice.value, send: { message: 'Thank you for your order.' } },
  },
  existingPayment: {
    summary: 'For a payment that exists',
    value: { paymentId: 'pay_01h455vb4pex5vsknk084sn02q' },
  },
};
