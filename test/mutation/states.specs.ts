// As one file: what each of them imports takes longer to load than it takes to run.
import '../unit/payments/checkout.spec.js';
import '../unit/payments/look-rules.spec.js';
import '../unit/payments/payment-status.spec.js';
import '../unit/payments/payment.booking.spec.js';
import '../unit/payments/payment.edit.spec.js';
import '../unit/payments/payment.money.spec.js';
import '../unit/payments/payment.observe.spec.js';
import '../unit/payments/refund-rules.spec.js';
import '../unit/payments/refund.spec.js';
import '../unit/payments/unknown-outcome.spec.js';
