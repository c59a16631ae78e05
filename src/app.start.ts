import type { AppLogger } from './common/app-logger.js';
import type { AppConfig } from './config/app-config.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';

export interface RunningApp {
  /** A sandbox key that was just made, because there was none. */
  readonly newSandboxKey: string | null;
  readonly hasMailbox: boolean;
  stop(): Promise<void>;
}

export type Undo = () => Promise<unknown>;

/** Starts what the configuration asks for, in the order in which it depends on each other; `stop` goes the way back. */
export async function startApp(config: AppConfig, logger: AppLogger): Promise<RunningApp> {
  const undo: Undo[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    // The framework takes as long to load as PostgreSQL to start: both at once.
    const [databaseUrl, { runApp }] = await Promise.all([databaseUrlOf(config, undo), import('./app.run.js')]);
    return { ...(await runApp({ config, logger, databaseUrl, undo })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function databaseUrlOf(config: AppConfig, undo: Undo[]): Promise<string> {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  undo.push(() => postgres.stop());
  return postgres.url;
}
