const NAMES: Readonly<Record<string, readonly string[]>> = {
  'masterdata.student': ['registered', 'activated', 'dropped'],
  'direct.payment': ['added', 'updated', 'cancelled'],
  'flex.subscription': ['setup', 'active', 'updated', 'cancelled', 'closed'],
  'flex.mandate': ['cancelled', 'expired'],
  'flex.instalment': ['debited', 'settled', 'bounced'],
  'flex.downpayment': ['debited', 'settled'],
  'pay.payment': ['debited', 'settled'],
  'order.payment': ['debited', 'settled'],
  'page.payment': ['debited', 'settled'],
  'payment_link.payment': ['debited', 'settled', 'expired'],
  'cred.loan': [
    'application_started',
    'application_filled',
    'agreement_signed',
    'final_approved',
    'rejected',
    'canceled',
    'application_expired',
    'disbursed',
  ],
  'cred.emi': ['debited'],
};

/** All that can be subscribed to; only those of orders and payment links are ever sent here. */
export const JODO_EVENTS: readonly string[] = Object.entries(NAMES).flatMap(([subject, events]) =>
  events.map((event) => `${subject}.${event}`),
);
