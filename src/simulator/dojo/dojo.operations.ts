/** What a scenario can be limited to and what the ledger counts calls by. */
export const DOJO_OPERATIONS = [
  'create',
  'fetch',
  'cancel',
  'search',
  'amount',
  'capture',
  'refund',
  'refund_fetch',
  'reversal',
  'receipt',
  'webhook_events',
  'webhook_list',
  'webhook_create',
  'webhook_update',
  'webhook_delete',
  'webhook_secrets',
  'webhook_secret_create',
  'webhook_secret_activate',
  'webhook_secret_delete',
] as const;

export type DojoOperation = (typeof DOJO_OPERATIONS)[number];
