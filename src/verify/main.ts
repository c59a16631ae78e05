import 'reflect-metadata';
import { withApp } from '../cli/operator-app.js';
import { loadLocalConfig, loadProcessConfig } from '../config/process-config.js';
import { Secrets } from '../config/secrets.js';
import { Transactor } from '../database/transactor.js';
import { GatewayRegistry } from '../gateways/gateway-registry.js';
import { verdictsAsJson, verdictsAsTable } from './print-verdicts.js';
import { Verification, type Verdict } from './verification.js';
import { readVerifyOptions, VERIFY_HELP, type VerifyOptions } from './verify-options.js';

/** `npm run verify`. 0: all hold; 1: something is violated; 2: something could not be checked, and nothing is violated. */
try {
  process.exitCode = await verify(readVerifyOptions(process.argv.slice(2), new Date()));
} catch (error) {
  process.stderr.write(
    `dunlin: ${(error as Error).message.split('\n')[0]!.replace(/\. To specify a positional.*/, '')}\n`,
  );
  process.exitCode = 2;
}

async function verify(options: VerifyOptions): Promise<number> {
  if (options.wantsHelp) {
    process.stdout.write(VERIFY_HELP);
    return 0;
  }
  const config = options.isLocal ? loadLocalConfig(() => '') : loadProcessConfig();
  const verdicts = await withApp(config, (app) => {
    const box = app.get(Secrets).box;
    const verification = new Verification(app.get(Transactor), {
      ...options,
      box,
      config,
      registry: app.get(GatewayRegistry, { strict: false }),
    });
    return verification.check(options.invariants);
  });
  process.stdout.write(options.wantsJson ? verdictsAsJson(verdicts) : verdictsAsTable(verdicts));
  return exitCodeOf(verdicts);
}

function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.some(({ result }) => result === 'violated')) return 1;
  return verdicts.some(({ result }) => result === 'not_checked') ? 2 : 0;
}
