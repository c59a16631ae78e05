import { randomBytes } from 'node:crypto';
import { GatewayError } from '../gateway-error.js';
import type { ProviderHttp } from '../kit/provider-http.js';
import type { WebhookSetupCapability, WebhookSubscription } from '../payment-gateway.js';
import type { JodoSettings } from './jodo.settings.js';
import { JODO_EVENTS } from './jodo.webhook.js';
import { readWebhook, readWebhooks, type JodoAddWebhook, type JodoWebhook } from './jodo.wire.js';

const operation = 'subscribe';
const PATH = '/api/v1/integrations/erp/webhooks';

/** What every event's subscription has in common. */
type Registration = Omit<JodoAddWebhook, 'event_code'>;

/**
 * Our webhook's registration at Jodo, one subscription an event. Adding a code that is already there changes the secret
 * of the existing subscription and not its address, so another system's must never be added over.
 */
export class JodoSubscriptions implements WebhookSetupCapability {
  constructor(
    private readonly http: ProviderHttp,
    private readonly settings: JodoSettings,
  ) {}

  async subscribe(url: string): Promise<WebhookSubscription> {
    const registration = this.registrationOf(url);
    const existing = await this.list();
    const needed = JODO_EVENTS[this.settings.product];
    refuseTaken(existing, needed, url);
    const codes = new Set([...needed, ...ownCodes(existing, url)]);
    const ids = await this.addAll(codes, registration);
    return { id: ids.join(','), secrets: [registration.secret_key] };
  }

  private registrationOf(url: string): Registration {
    const { failureNotificationEmail, webhookHeader, collectorCode } = this.settings;
    if (failureNotificationEmail === undefined) {
      const detail = 'the setting failureNotificationEmail is missing; Jodo registers no webhook without it';
      throw new GatewayError({ kind: 'misconfigured', operation, detail });
    }
    return {
      url,
      failure_notification_email: failureNotificationEmail,
      secret_key: randomBytes(32).toString('hex'),
      ...(webhookHeader ? { header_key: webhookHeader.name, header_value: webhookHeader.value } : {}),
      ...(collectorCode === undefined ? {} : { collector_code: collectorCode }),
    };
  }

  /** Subscriptions of this connection's branch; those of others are none of our business. */
  private async list(): Promise<readonly JodoWebhook[]> {
    const { collectorCode } = this.settings;
    const query = collectorCode === undefined ? '' : `?collector_code=${encodeURIComponent(collectorCode)}`;
    const all = await this.http.requestAs(
      { operation, method: 'GET', path: `${PATH}${query}`, effect: 'read' },
      readWebhooks,
    );
    return all.filter((webhook) => (webhook.collectorCode ?? collectorCode) === collectorCode);
  }

  private async addAll(codes: ReadonlySet<string>, registration: Registration): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const code of codes) {
      try {
        ids.push(await this.add({ event_code: code, ...registration }));
      } catch (error) {
        throw error instanceof GatewayError && ids.length > 0
          ? halfDone(error, `${ids.length} of ${codes.size}`)
          : error;
      }
    }
    return ids;
  }

  private async add(body: JodoAddWebhook): Promise<string> {
    const { secret_key: secret, header_value: headerValue = null } = body;
    const webhook = await this.http.requestAs(
      { operation, method: 'POST', path: PATH, body, secrets: [secret], payerDetails: [headerValue], effect: 'write' },
      readWebhook,
    );
    // The list did not show it, and Jodo keeps the address that was there first.
    if ((webhook.url ?? body.url) !== body.url)
      throw taken(body.event_code, 'with a secret that this try has replaced');
    return webhook.id;
  }
}

function refuseTaken(existing: readonly JodoWebhook[], needed: readonly string[], url: string): void {
  const other = existing.find((webhook) => needed.includes(webhook.eventCode ?? '') && webhook.url !== url);
  if (other) throw taken(other.eventCode ?? '');
}

/** Events of the product that this connection used before: its pages may still be paid. */
function ownCodes(existing: readonly JodoWebhook[], url: string): readonly string[] {
  const codes = existing.filter((webhook) => webhook.url === url).map(({ eventCode }) => eventCode);
  return Object.values(JODO_EVENTS)
    .flat()
    .filter((code) => codes.includes(code));
}

/** Events that already carry a secret which nobody will know: only doing it all again repairs that. */
function halfDone({ kind, message, providerStatus }: GatewayError, share: string): GatewayError {
  return new GatewayError({
    kind: kind === 'rejected' || kind === 'misconfigured' ? kind : 'unknown_outcome',
    operation,
    detail: `only ${share} events were subscribed, repeat it (${message})`,
    providerStatus,
  });
}

function taken(eventCode: string, how = ''): GatewayError {
  const detail =
    `${eventCode} already goes to another address ${how}, and Jodo has one address an event: ` +
    'delete that subscription at Jodo first, or receive the event there';
  return new GatewayError({ kind: 'rejected', operation, detail: detail.replace(' ,', ',') });
}
