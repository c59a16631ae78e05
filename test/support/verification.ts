import { DataSource } from 'typeorm';
import { SecretBox } from '../../src/common/secret-box.js';
import { loadConfig } from '../../src/config/app-config.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { StatementNames } from '../../src/database/sql.js';
import { Transactor } from '../../src/database/transactor.js';
import { ENTITIES } from '../../src/entities.js';
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
    readonly captureWarningSeconds?: number;
  };

/** Every invariant, checked as `npm run verify` does, in this process. */
export function verify({
  secretKeys,
  leaseSeconds = 30,
  unbookedWarningSeconds = 1800,
  captureWarningSeconds = 86_400,
  ...given
}: Given) {
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
    config: { leaseSeconds, unbookedWarningSeconds, captureWarningSeconds },
    registry,
  });
  return verification.check(INVARIANTS);
}

/** The same in the database of a process that was started with these variables. */
export async function faultsInDatabase(
  env: Readonly<Record<string, string>>,
  except: readonly string[],
): Promise<string[]> {
  const { databaseUrl, leaseSeconds, unbookedWarningSeconds, captureWarningSeconds } = loadConfig(env, false);
  const options = dataSourceOptions({ url: databaseUrl!, poolSize: 2, entities: ENTITIES, migrations: [] });
  const dataSource = await new DataSource(options).initialize();
  try {
    const transactor = new Transactor(dataSource, new StatementNames());
    const [migrated] = await dataSource.query(`SELECT to_regclass('payment_moves') IS NOT NULL AS done`);
    if (!migrated.done) return [];
    const verdicts = await verify({
      leaseSeconds,
      unbookedWarningSeconds,
      captureWarningSeconds,
      secretKeys: env['SECRET_KEYS']!,
      read: (limit, work) => transactor.read(limit, work),
    });
    return faultsIn(verdicts.filter(({ name }) => !except.includes(name)));
  } finally {
    await dataSource.destroy();
  }
}

/** What does not hold, as lines for people. */
export function faultsIn(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ result }) => result !== 'holds')
    .map(({ name, violations, samples, tells }) => `${name} (${violations}): ${JSON.stringify(samples)} ${tells}`);
}
