import { GatewayError } from '../gateway-error.js';
import type { ProviderHttp } from '../kit/provider-http.js';
import type { WebhookSetupCapability, WebhookSubscription } from '../payment-gateway.js';
import {
  readEventNames,
  readSecrets,
  readSubscription,
  readSubscriptions,
  type DojoSecret,
  type DojoSubscription,
} from './dojo.wire.js';

/** The one event that matters: every change of status. Creation is our own doing and no news. */
const EVENT = 'payment_intent.status_updated';
const operation = 'subscribe';

/** Our webhook's registration at Dojo. Subscriptions belong to the key's account, so each location has its own. */
export class DojoSubscriptions implements WebhookSetupCapability {
  constructor(private readonly http: ProviderHttp) {}

  async subscribe(url: string): Promise<WebhookSubscription> {
    const subscription = (await this.find(url)) ?? (await this.create(url));
    const secrets = activeValues(subscription.secrets);
    return { id: subscription.id, secrets: secrets.length > 0 ? secrets : await this.fetchSecrets(subscription.id) };
  }

  private async find(url: string): Promise<DojoSubscription | undefined> {
    const all = await this.http.requestAs(
      { operation, method: 'GET', path: '/webhooks', effect: 'read' },
      readSubscriptions,
    );
    return all.find((subscription) => subscription.url === url && subscription.events.includes(EVENT));
  }

  private async create(url: string): Promise<DojoSubscription> {
    await this.refuseUnlessOffered();
    return this.http.requestAs(
      { operation, method: 'POST', path: '/webhooks', body: { events: [EVENT], url }, effect: 'write' },
      readSubscription,
    );
  }

  /** Asking for an event that an account lacks is answered with a bare validation error, so say it plainly first. */
  private async refuseUnlessOffered(): Promise<void> {
    const names = await this.http.requestAs(
      { operation, method: 'GET', path: '/webhooks/events', effect: 'read' },
      readEventNames,
    );
    if (names.includes(EVENT)) return;
    throw new GatewayError({ kind: 'rejected', operation, detail: `this Dojo account does not offer ${EVENT}` });
  }

  private async fetchSecrets(subscriptionId: string): Promise<readonly string[]> {
    const path = `/webhooks/${encodeURIComponent(subscriptionId)}/secrets`;
    const secrets = await this.http.requestAs({ operation, method: 'GET', path, effect: 'read' }, readSecrets);
    return activeValues(secrets);
  }
}

function activeValues(secrets: readonly DojoSecret[]): readonly string[] {
  const age = ({ createdAt }: DojoSecret): number => createdAt?.getTime() ?? 0;
  return secrets
    .filter(({ isActive }) => isActive)
    .toSorted((a, b) => age(b) - age(a))
    .map(({ value }) => value)
    .filter((value) => value !== undefined);
}
