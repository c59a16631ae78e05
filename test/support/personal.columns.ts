/** Where something about a payer can stand. An erasure empties each of them. */
export const PERSONAL_COLUMNS: readonly string[] = [
  'checkouts.evidence',
  'checkouts.failure',
  'delivery_attempts.response',
  'events.data',
  'events.previous',
  'idempotency_keys.answer_body',
  'looks.detail',
  'notifications.error',
  'notifications.message',
  'notifications.recipient',
  'payments.booking_reason',
  'payments.customer',
  'payments.description',
  'payments.items',
  'payments.last_decline',
  'payments.metadata',
  'payments.recorded',
  'payments.return_url',
  'received_webhooks.body',
  'received_webhooks.headers',
  'refunds.failure',
  'refunds.reason',
  'refunds.resolution',
];

/** Texts, JSON and bytes that say nothing about a payer: the account's own, numbers, names of states, hashes, secrets. */
export const IMPERSONAL_COLUMNS: readonly string[] = [
  ...of(
    'accounts',
    'colour locale logo_url mail_sender_name name reminder_window return_origins return_secret_versions',
  ),
  ...of('accounts', 'support_email support_phone support_url time_zone'),
  ...of('api_keys', 'digest last_four name public_part scopes'),
  ...of('checkouts', 'closed_reason found last_decline_id provider provider_payment_id return_token_hash status url'),
  ...of('connections', 'credentials credentials_hint currencies name provider settings verification'),
  ...of('connections', 'webhook_secrets webhook_token webhook_token_hash'),
  ...of('deliveries', 'status'),
  ...of('delivery_attempts', 'error'),
  ...of('endpoints', 'description events pause_reason secrets status url'),
  // The address is gone as soon as all that it is about is found.
  ...of('erasures', 'address address_hash cause'),
  ...of('events', 'type'),
  ...of('idempotency_keys', 'answer_type fingerprint key route subjects'),
  ...of('installation', 'name value'),
  ...of('links', 'reminders token token_hash'),
  ...of('looks', 'outcome'),
  ...of('migrations', 'name'),
  ...of('notifications', 'kind locale occasion status'),
  ...of('payment_moves', 'from_status to_status'),
  ...of('payments', 'booking_status booking_voucher capture content_hashes currency provider reference review_reason'),
  ...of('payments', 'settlement status'),
  ...of('received_webhooks', 'event_id event_type provider_payment_ids'),
  ...of('reconciled_days', 'day'),
  ...of('reconciliations', 'failure next_day'),
  ...of('refunds', 'currency provider_refund_id status'),
];

function of(table: string, columns: string): string[] {
  return columns.split(' ').map((column) => `${table}.${column}`);
}
