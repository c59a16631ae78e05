import { DomainError, wrongField, type FieldError } from '../common/domain-error.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { GatewayRegistry } from '../gateways/gateway-registry.js';
import type { GatewayProfile, JsonSchema, Mode } from '../gateways/payment-gateway.js';
import { schemaErrors } from './json-schema.check.js';

export interface ConnectionContent {
  readonly provider: string;
  readonly mode: Mode;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly currencies: readonly string[];
}

const SHORTEST_SHOWN_IN_PART = 12;

/** Throws `validation_failed` with the paths of what the provider's schemas, or its gateway, do not take. */
export function refuseUnusable(registry: GatewayRegistry, content: ConnectionContent): void {
  const profile = registry.get(content.provider)?.profile;
  if (!profile) {
    const known = registry.all().map((provider) => provider.id);
    throw wrongField('provider', 'unknown', `must be one of ${known.join(', ')}`);
  }
  const fields = [
    ...schemaErrors(content.credentials, profile.credentialsSchema, 'credentials'),
    ...schemaErrors(content.settings, profile.settingsSchema, 'settings'),
    ...currencyErrors(content.currencies, profile),
  ];
  if (fields.length > 0) {
    const names = [...new Set(fields.map(({ path }) => path))].join(', ');
    throw new DomainError('validation_failed', `Wrong: ${names}. See errors for each.`, { fields });
  }
  refuseUnopenable(registry, content, profile);
}

/** The last four characters of the main credential; nothing of one so short that they would tell it. */
export function hintOf(credentials: Readonly<Record<string, string>>, profile: GatewayProfile | undefined): string {
  const main = propertiesOf(profile?.credentialsSchema ?? {}).find((name) => credentials[name] !== undefined);
  const value = main === undefined ? '' : credentials[main]!;
  return value.length >= SHORTEST_SHOWN_IN_PART ? value.slice(-4) : '';
}

/** What no schema says: a key of the other mode, settings that do not go together. */
function refuseUnopenable(registry: GatewayRegistry, content: ConnectionContent, profile: GatewayProfile): void {
  try {
    registry.open(content.provider, { ...content, webhookSecrets: [] }, { connectionId: 'new' });
  } catch (error) {
    if (error instanceof GatewayError) throw wrongField(pathNamedIn(error.message, profile), 'unusable', error.message);
    throw error;
  }
}

/** Gateways name in their message what they do not take, as the schemas do. */
function pathNamedIn(message: string, profile: GatewayProfile): string {
  const paths = [
    ...propertiesOf(profile.credentialsSchema).map((name) => ({ name, path: `credentials.${name}` })),
    ...propertiesOf(profile.settingsSchema).map((name) => ({ name, path: `settings.${name}` })),
  ];
  const words = message.split(/\W+/);
  const named = words.map((word) => paths.find(({ name }) => name === word)).find((found) => found !== undefined);
  return named?.path ?? 'credentials';
}

function currencyErrors(currencies: readonly string[], profile: GatewayProfile): FieldError[] {
  const message = `${profile.name} takes ${profile.currencies.join(', ')}`;
  return currencies.flatMap((currency, index) =>
    profile.currencies.includes(currency) ? [] : [{ path: `currencies.${index}`, code: 'not_supported', message }],
  );
}

function propertiesOf({ properties }: JsonSchema): string[] {
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}
