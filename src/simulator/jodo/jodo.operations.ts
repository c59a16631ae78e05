/** Named as Dojo's where they do the same, so that a scenario reads alike for both; orders and payment links share them. */
export const JODO_OPERATIONS = [
  'create',
  'fetch',
  'cancel',
  'webhook_create',
  'webhook_list',
  'webhook_fetch',
  'webhook_delete',
] as const;

export type JodoOperation = (typeof JODO_OPERATIONS)[number];
