export const API_DESCRIPTION = `Payment links for ERPs. One call makes a payment and a link and mails it; the outcome is confirmed with the
payment provider and told through signed webhooks and a gap-free feed, until you answer *booked*.

Authorize with your API key (\`dln_sandbox_…\`). Amounts are integer minor units. Times are RFC 3339 in UTC. Every POST takes
an \`Idempotency-Key\`. Unknown fields in a request are refused, and types are never coerced; in answers, ignore fields that you
do not know: there will be more. Every error is \`application/problem+json\`; branch on its \`code\` ([what each means](/docs/errors)).`;

/** In the order in which the documentation shows them. */
export const TAG_DESCRIPTIONS: Readonly<Record<string, string>> = {
  Payments: 'What is owed, and what became of it. Reference first: creating the same payment twice makes one.',
  Refunds: 'Money on its way back to a payer.',
  Links: 'URLs that lead payers to payments, and the mails that carry them.',
  Batches: 'Thousands of links in one request.',
  Notifications: 'Mails to payers: whether they went out, and why not.',
  Events: 'Everything that happened, in order and without gaps, for ERPs that would rather ask than be told.',
  'Webhook endpoints': 'Where events are delivered, signed by Standard Webhooks, and how that went.',
  Deliveries: 'One event on its way to one endpoint, with every attempt.',
  Connections: 'Accounts at payment providers. Credentials go in and never come out.',
  Providers: 'What each payment provider can do, and what a connection to it needs.',
  'Personal data': 'People who are to be forgotten.',
  Account: 'How payers see you, and what your limits are.',
  'API keys': 'Who may call this API, and what they may do.',
  Reports: 'Payments for spreadsheets, and control totals to compare your books with.',
  Reconciliation: 'Control totals to compare your books with.',
  Operator: 'For the operator of this installation, with its own key.',
  Health: 'For probes and load balancers.',
  'Outgoing events': 'What Dunlin posts to your endpoints.',
};

/** Of parameters whose name says the same everywhere, for handlers that do not say more. */
export const PARAMETER_DESCRIPTIONS: Readonly<Record<string, string>> = {
  limit: 'How many at most.',
  cursor: '`nextCursor` of the page before.',
  reference: "The ERP's own number.",
  status: 'Only what is in this state.',
  booking: 'Only what has this booking state.',
  type: 'Only events of this type.',
  paymentId: 'Only what belongs to this payment.',
  linkId: 'Only what belongs to this link.',
  eventId: 'Only what belongs to this event.',
};
