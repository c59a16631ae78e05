import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway, WebhookSetupCapability } from '../gateways/payment-gateway.js';
import type { Verification } from './connection.entity.js';

/** What a check found. `failure`: the credentials are refused, and whoever asked is told so. */
export interface VerificationResult {
  readonly verification: Omit<Verification, 'at'>;
  /** Secrets that sign from now on, newest first; empty when nothing was subscribed. */
  readonly secrets: readonly string[];
  readonly failure?: GatewayError;
}

/**
 * Subscribes our URL at the provider, which proves the credentials as well. Where it does not take the URL, or has no call
 * for it, the credentials are checked by themselves. Throws `GatewayError` when the provider said neither yes nor no.
 */
export async function verifyAtProvider(gateway: PaymentGateway, webhookUrl: string): Promise<VerificationResult> {
  const { webhookSetup } = gateway;
  if (!webhookSetup) return checkAlone(gateway, 'This provider has no call that subscribes webhooks.');
  try {
    const { secrets } = await subscribe(webhookSetup, webhookUrl);
    return { verification: { credentials: 'accepted', webhooks: 'subscribed', detail: null }, secrets };
  } catch (error) {
    if (!(error instanceof GatewayError) || !isRefusal(error)) throw error;
    return checkAlone(gateway, explained(error, webhookUrl));
  }
}

/** An answer without a secret subscribes nothing that could be verified. */
async function subscribe(setup: WebhookSetupCapability, url: string) {
  const subscription = await setup.subscribe(url);
  if (subscription.secrets.length > 0) return subscription;
  const detail = 'the provider gave no secret to verify webhooks with';
  throw new GatewayError({ kind: 'rejected', operation: 'subscribe', detail });
}

async function checkAlone(gateway: PaymentGateway, detail: string): Promise<VerificationResult> {
  try {
    await gateway.checkCredentials();
    return { verification: { credentials: 'accepted', webhooks: 'not_possible', detail }, secrets: [] };
  } catch (error) {
    if (!(error instanceof GatewayError) || error.kind !== 'misconfigured') throw error;
    const refused = { credentials: 'refused', webhooks: 'not_possible', detail: error.message } as const;
    return { verification: refused, secrets: [], failure: error };
  }
}

function isRefusal({ kind }: GatewayError): boolean {
  return kind === 'rejected' || kind === 'misconfigured';
}

function explained(error: GatewayError, webhookUrl: string): string {
  const hint = webhookUrl.startsWith('https:') ? '' : ' PUBLIC_URL is not https, and providers call nothing else.';
  return `${error.message}.${hint}`;
}
