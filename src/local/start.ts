import 'reflect-metadata';
import { Dunlin } from '../../clients/typescript/src/index.js';
import { newKey } from '../accounts/key-format.js';
import { startApp } from '../app.start.js';
import { PinoLogger } from '../common/app-logger.js';
import { loadLocalConfig } from '../config/process-config.js';
import { generated } from '../config/secrets.js';
import { runProcess } from '../run-process.js';
import { connectSimulator } from './connect-simulator.js';
import { describeStart } from './describe-start.js';
import { startSimulatorProcess } from './simulator-process.js';

/** `npm start`: the main job, whole, on a machine that has nothing but Node. */
await runProcess(async () => {
  const config = loadLocalConfig((dataDir) => generated(dataDir, 'sandbox-key', () => newKey('sandbox')));
  const logger = new PinoLogger({ level: config.logLevel, format: config.logFormat });
  const [simulator, app] = await startTogether([startSimulatorProcess(), startApp(config, logger)]);
  const dunlin = { url: config.publicUrl, sandboxKey: config.bootstrapSandboxKey! };
  const baseUrl = `http://${config.host}:${config.port}`;
  await connectSimulator(new Dunlin({ baseUrl, apiKey: dunlin.sandboxKey }));
  process.stdout.write(describeStart({ ...dunlin, simulatorUrl: simulator.url, hasMailbox: app.hasMailbox }));
  return {
    stop: async () => {
      await app.stop();
      await simulator.stop();
    },
  };
});

/** Both, or none: what did start is stopped when the other one fails. */
async function startTogether<A extends Stoppable, B extends Stoppable>([a, b]: [Promise<A>, Promise<B>]): Promise<
  [A, B]
> {
  const results = await Promise.allSettled([a, b]);
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return [await a, await b];
  for (const result of results) if (result.status === 'fulfilled') await result.value.stop();
  throw failed.reason;
}

interface Stoppable {
  stop(): Promise<void>;
}
