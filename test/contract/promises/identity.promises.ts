import { inspect } from 'node:util';
import { currencyExponent } from '../../../src/common/money.js';
import { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { GatewayBench } from '../gateway.bench.js';

/** What a profile declares, and the object that has it. */
const CAPABILITIES = [
  ['cancellation', 'cancellation'],
  ['manualCapture', 'capture'],
  ['refunds', 'refunds'],
  ['search', 'search'],
  ['webhookSetup', 'webhookSetup'],
] as const;

export function describeIdentityPromises({ harness, register }: GatewayBench): void {
  const { describe, it } = register;
  const provider = harness.openProvider({ baseUrl: 'http://127.0.0.1:9', timeoutMs: 100 });
  const opening = (changes: object) => () => provider.open({ ...harness.connection, ...changes });

  describe('identity', () => {
    it('has an id that can be a path segment', () => {
      expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/);
    });

    it('names currencies that exist', () => {
      expect(provider.profile.currencies.length).toBeGreaterThan(0);
      expect(provider.profile.currencies.map(currencyExponent)).not.toContain(undefined);
      expect(provider.profile.currencies).toContain(harness.order.amount.currency);
    });

    it('describes its credentials and settings as closed objects', () => {
      const closed = { type: 'object', additionalProperties: false };
      expect(provider.profile.credentialsSchema).toMatchObject(closed);
      expect(provider.profile.settingsSchema).toMatchObject(closed);
    });

    it('can do what its profile says, and no more', () => {
      const gateway = opening({})();
      for (const [name, member] of CAPABILITIES) {
        const availability = provider.profile.capabilities[name];
        if (availability === 'always') expect(gateway[member]).toBeDefined();
        if (availability === 'never') expect(gateway[member]).toBeUndefined();
      }
      expect(Object.keys(provider.profile.capabilities).toSorted()).toEqual(CAPABILITIES.map(([name]) => name));
    });

    it('tolerates some calls', () => {
      expect(provider.profile.pace.callsPerSecond).toBeGreaterThan(0);
    });
  });

  describe('opening a connection', () => {
    it('calls nobody', () => {
      expect(opening({})).not.toThrow();
    });

    it('needs no webhook secret yet', () => {
      expect(opening({ webhookSecrets: [] })).not.toThrow();
    });

    it('refuses an empty webhook secret', () => {
      expect(opening({ webhookSecrets: [''] })).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
    });

    it('refuses missing credentials', () => {
      expect(opening({ credentials: {} })).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
    });

    it.each(Object.entries(harness.refusedConnections))('refuses %s without repeating it', (_, changes) => {
      const refused = { ...harness.connection, ...changes };
      const shown = inspect(refusalOf(opening(changes)), { depth: 10 });
      for (const value of Object.values(refused.credentials)) expect(value && shown.includes(value)).toBeFalsy();
    });
  });
}

function refusalOf(open: () => unknown): GatewayError {
  try {
    open();
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'misconfigured') return error;
    throw error;
  }
  throw new Error('The connection was opened');
}
