import type { ConnectionSecrets, Mode } from '../payment-gateway.js';
import { GatewayError } from '../gateway-error.js';
import { WireObject } from '../kit/wire-object.js';
import { DOJO_PAYMENT_METHODS, DOJO_VERSIONS, type DojoPaymentMethod, type DojoVersion } from './dojo.profile.js';

/** A connection's credentials and settings, checked once when it is opened. */
export interface DojoSettings {
  readonly apiKey: string;
  readonly version: DojoVersion;
  readonly paymentMethods: readonly DojoPaymentMethod[];
  readonly isNotOnlineCheckout: boolean;
  readonly softwareHouseId: string | undefined;
}

/** Keys of the other environment, today's and those issued before 2022. Both environments share one host. */
const FOREIGN_PREFIX: Readonly<Record<Mode, RegExp>> = { sandbox: /^sk_prod_/, live: /^sk_(sandbox|test)_/ };

/** Throws `GatewayError` of kind `misconfigured`, naming what is wrong and never the value. */
export function readDojoSettings({ mode, credentials, settings, webhookSecrets }: ConnectionSecrets): DojoSettings {
  const apiKey = credentials['apiKey'] ?? '';
  // Anything else could not be a header's value, or would smuggle a second header in.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw misconfigured('apiKey is empty or has characters that no key has');
  if (FOREIGN_PREFIX[mode].test(apiKey)) throw misconfigured(`apiKey belongs to the other mode than ${mode}`);
  if (webhookSecrets.some((secret) => secret.trim() === '')) throw misconfigured('a webhook secret is empty');
  return readSettings(apiKey, settings);
}

function readSettings(apiKey: string, settings: ConnectionSecrets['settings']): DojoSettings {
  const wire = WireObject.of(settings);
  const version = DOJO_VERSIONS.find((known) => known === (wire?.text('version') ?? '2025-09-10'));
  if (version === undefined) throw misconfigured(`version is none of ${DOJO_VERSIONS.join(', ')}`);
  const isNotOnlineCheckout = wire?.boolean('isNotOnlineCheckout') ?? false;
  if (isNotOnlineCheckout && version < '2026-02-27') {
    throw misconfigured('isNotOnlineCheckout needs version 2026-02-27');
  }
  const softwareHouseId = wire?.text('softwareHouseId');
  if (softwareHouseId !== undefined && !/^[\x21-\x7e]+$/.test(softwareHouseId)) {
    throw misconfigured('softwareHouseId has characters that no header can carry');
  }
  return { apiKey, version, paymentMethods: readPaymentMethods(wire), isNotOnlineCheckout, softwareHouseId };
}

function readPaymentMethods(wire: WireObject | undefined): readonly DojoPaymentMethod[] {
  if (!wire?.has('paymentMethods')) return DOJO_PAYMENT_METHODS;
  const asked = wire.texts('paymentMethods');
  const known = DOJO_PAYMENT_METHODS.filter((method) => asked.includes(method));
  if (known.length === 0 || known.length !== asked.length) {
    throw misconfigured(`paymentMethods is not a choice of ${DOJO_PAYMENT_METHODS.join(', ')}`);
  }
  return known;
}

function misconfigured(detail: string): GatewayError {
  return new GatewayError({ kind: 'misconfigured', operation: 'open', detail });
}
