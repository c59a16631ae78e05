import { SecretBox } from '../../src/common/secret-box.js';
import type { Transactor } from '../../src/database/transactor.js';
import { DojoGatewayProvider } from '../../src/gateways/dojo/dojo-gateway.provider.js';
import { GatewayRegistry } from '../../src/gateways/gateway-registry.js';
import { JodoGatewayProvider } from '../../src/gateways/jodo/jodo-gateway.provider.js';
import { INVARIANTS } from '../../src/verify/invariants.js';
import { Verification, type Verdict, type VerificationOptions } from '../../src/verify/verification.js';

/** Nobody is called while verifying. */
const NOWHERE = 'http://127.0.0.1:9';

type Given = Pick<Transactor, 'read'> &
  Partial<Pick<VerificationOptions, 'since' | 'samples'>> & {
    readonly secretKeys: string;
    readonly leaseSeconds?: number;
    readonly unbookedWarningSeconds?: number;
  };

/** Every invariant, checked as `npm run verify` does, in this process. */
export function verify({ secretKeys, leaseSeconds = 30, unbookedWarningSeconds = 1800, ...given }: Given) {
  const registry = new GatewayRegistry(
    [
      new DojoGatewayProvider({ baseUrl: NOWHERE, timeoutMs: 1000 }),
      new JodoGatewayProvider({ sandboxBaseUrl: NOWHERE, liveBaseUrl: NOWHERE, timeoutMs: 1000 }),
    ],
    [],
  );
  const verification = new Verification(given, {
    since: given.since ?? null,
    samples: given.samples ?? 3,
    timeoutMs: 30_000,
    box: new SecretBox(secretKeys),
    config: { leaseSeconds, unbookedWarningSeconds },
    registry,
  });
  return verification.check(INVARIANTS);
}

/** What does not hold, as lines for people. */
export function faultsIn(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ result }) => result !== 'holds')
    .map(({ name, violations, samples, tells }) => `${name} (${violations}): ${JSON.stringify(samples)} ${tells}`);
}
