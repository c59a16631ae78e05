import { ConnectionSeals } from '../connections/connection-seals.js';
import { Connection } from '../connections/connection.entity.js';
import { GatewayError, WebhookRejected } from '../gateways/gateway-error.js';
import type { PaymentGateway } from '../gateways/payment-gateway.js';
import { batches, type OwnedValue } from './batches.js';
import { FindingsBuilder } from './findings.builder.js';
import type { Findings, Inspection, Invariant } from './invariant.js';
import { statement } from './statement.js';

interface KeptWebhook extends OwnedValue {
  readonly connection_id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export const INBOX_INVARIANTS: readonly Invariant[] = [
  {
    name: 'webhooks-are-genuine',
    area: 'inbox',
    rule: 'The signature of every kept webhook still verifies, under a secret that its connection has or had.',
    remedy:
      'The evidence of what a provider told was changed, or a secret was lost that signed it. No payment follows from it, for only looks change payments; compare the row with a backup.',
    subject: null,
    find: findForged,
  },
  {
    name: 'webhooks-are-kept-once',
    area: 'inbox',
    rule: 'One event of a provider is kept, and asks for a look, once.',
    remedy:
      'Duplicates are not known as such any more: look for the unique index received_webhooks_once. No payment follows from it.',
    subject: null,
    find: statement(`
      SELECT account_id, mode, connection_id AS id, count(*) || ' copies' AS detail FROM received_webhooks
      GROUP BY account_id, mode, connection_id, event_id HAVING count(*) > 1`),
  },
];

async function findForged(inspection: Inspection): Promise<Findings> {
  const gateways = await openAll(inspection);
  const findings = new FindingsBuilder(inspection.samples);
  const kept = batches<KeptWebhook>(inspection.sql, {
    table: 'received_webhooks',
    select: 'connection_id, headers, body',
    where: 'received_at >= $1 AND erased_at IS NULL',
    values: [inspection.since ?? '-infinity'],
  });
  for await (const webhooks of kept) {
    for (const webhook of webhooks) {
      const gateway = gateways.get(webhook.connection_id);
      const fault = gateway === undefined ? null : typeof gateway === 'string' ? gateway : faultOf(gateway, webhook);
      if (fault !== null) findings.add(webhook, fault);
    }
  }
  return findings.build();
}

/** By connection. What cannot be decrypted is missing here: that is another rule's business. */
async function openAll({ sql, box, registry }: Inspection): Promise<ReadonlyMap<string, PaymentGateway | string>> {
  const seals = new ConnectionSeals(box);
  const opened = new Map<string, PaymentGateway | string>();
  for (const connection of await sql.select(Connection, '', [])) {
    try {
      const credentials = seals.credentialsOf(connection);
      // Also those that have ended: what they signed was genuine then.
      const webhookSecrets = seals.webhookSecretsOf(connection).map(({ secret }) => secret);
      const { id, mode, provider, settings } = connection;
      opened.set(id, registry.open(provider, { mode, credentials, settings, webhookSecrets }, { connectionId: id }));
    } catch (error) {
      if (error instanceof GatewayError) opened.set(connection.id, 'its connection cannot be opened');
    }
  }
  return opened;
}

function faultOf(gateway: PaymentGateway, { headers, body }: KeptWebhook): string | null {
  try {
    gateway.verifyWebhook({ headers, body, remoteAddress: null, isKept: true });
    return null;
  } catch (error) {
    if (error instanceof WebhookRejected) return 'signature';
    throw error;
  }
}
