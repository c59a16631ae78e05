import { GatewayError } from '../gateway-error.js';
import { WireObject } from '../kit/wire-object.js';
import type { ConnectionSecrets } from '../payment-gateway.js';
import { JODO_PRODUCTS, type JodoProduct } from './jodo.profile.js';
import { isSourceRange, JODO_SOURCE_ADDRESSES } from './jodo.source.js';

/** A connection's credentials and settings, checked once when it is opened. */
export interface JodoSettings {
  /** The Authorization header as it is sent. */
  readonly authorization: string;
  /** Everything in the credentials that no error may repeat. */
  readonly secrets: readonly string[];
  readonly product: JodoProduct;
  readonly collectorCode: string | undefined;
  readonly componentType: string;
  readonly failureNotificationEmail: string | undefined;
  readonly webhookHeader: JodoWebhookHeader | undefined;
  /** Addresses and CIDR ranges; none at all switches the check off. */
  readonly allowedSourceAddresses: readonly string[];
}

export interface JodoWebhookHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

type Credentials = ConnectionSecrets['credentials'];

/** Throws `GatewayError` of kind `misconfigured`, naming what is wrong and never the value. */
export function readJodoSettings({ mode, credentials, settings, webhookSecrets }: ConnectionSecrets): JodoSettings {
  if (webhookSecrets.some((secret) => secret.trim() === '')) throw misconfigured('a webhook secret is empty');
  const wire = WireObject.of(settings);
  const product = JODO_PRODUCTS.find((known) => known === (readText(wire, 'product') ?? 'order'));
  if (product === undefined) throw misconfigured(`product is none of ${JODO_PRODUCTS.join(', ')}`);
  const token = readToken(credentials);
  return {
    authorization: `Basic ${token}`,
    secrets: [token, ...Object.values(credentials).filter((value) => value !== '')],
    product,
    collectorCode: readText(wire, 'collectorCode'),
    componentType: readText(wire, 'componentType') ?? 'Payable Amount',
    failureNotificationEmail: readText(wire, 'failureNotificationEmail'),
    webhookHeader: readWebhookHeader(readText(wire, 'webhookHeaderName'), credentials['webhookHeaderValue']),
    allowedSourceAddresses: readSourceAddresses(wire) ?? JODO_SOURCE_ADDRESSES[mode],
  };
}

/** Some institutes hold a key and a secret, others a token that no key and secret of theirs would encode to. */
function readToken({ apiKey, apiSecret, authorizationToken }: Credentials): string {
  if (authorizationToken === undefined) return encodePair(apiKey, apiSecret);
  if (apiKey !== undefined || apiSecret !== undefined) {
    throw misconfigured('give either apiKey and apiSecret or authorizationToken, not both');
  }
  const token = authorizationToken.trim().replace(/^Basic(\s+|$)/i, '');
  if (!isHeaderText(token)) throw misconfigured('authorizationToken is empty or has characters that no token has');
  return token;
}

function encodePair(apiKey = '', apiSecret = ''): string {
  // A colon would move the border between the two.
  if (!isHeaderText(apiKey) || apiKey.includes(':')) {
    throw misconfigured('apiKey is empty or has characters that no key has');
  }
  if (!isHeaderText(apiSecret)) throw misconfigured('apiSecret is empty or has characters that no secret has');
  return Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
}

function readWebhookHeader(name: string | undefined, value: string | undefined): JodoWebhookHeader | undefined {
  if (name === undefined && value === undefined) return undefined;
  if (name === undefined || value === undefined) {
    throw misconfigured('webhookHeaderName and webhookHeaderValue are only useful together');
  }
  if (!/^[\w-]{1,100}$/.test(name)) throw misconfigured('webhookHeaderName is no name of a header');
  if (!isHeaderText(value)) throw misconfigured('webhookHeaderValue is empty or has characters that no header carries');
  return { name: name.toLowerCase(), value };
}

function readSourceAddresses(wire: WireObject | undefined): readonly string[] | undefined {
  if (!wire?.has('allowedSourceAddresses')) return undefined;
  const asked = wire.texts('allowedSourceAddresses');
  if (asked.length !== wire.list('allowedSourceAddresses')?.length || !asked.every(isSourceRange)) {
    throw misconfigured('allowedSourceAddresses is not a list of addresses and CIDR ranges');
  }
  return asked;
}

/** A setting of another type would otherwise be silently replaced by its default. */
function readText(wire: WireObject | undefined, name: string): string | undefined {
  const value = wire?.text(name)?.trim();
  if (wire?.has(name) && !value) throw misconfigured(`${name} is not a text, or an empty one`);
  return value;
}

/** Anything else could not be a header's value, or would smuggle a second header in. */
function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function misconfigured(detail: string): GatewayError {
  return new GatewayError({ kind: 'misconfigured', operation: 'open', detail });
}
