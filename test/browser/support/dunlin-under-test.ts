import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../../../src/accounts/key-format.js';
import { DunlinProcess, freePort } from '../../support/dunlin.process.js';
import { createTestDatabase } from '../../support/test-database.js';

export interface DunlinUnderTest {
  readonly url: string;
  readonly key: string;
  stop(): Promise<void>;
}

/** The built program, started as an operator starts it, with a database, a port and a mailbox of its own. */
export async function startDunlin({ simulatorUrl }: { simulatorUrl: string }): Promise<DunlinUnderTest> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'dunlin-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const key = newKey('sandbox');
  const program = DunlinProcess.spawn({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: url,
    BOOTSTRAP_SANDBOX_KEY: key,
    DOJO_BASE_URL: simulatorUrl,
    JODO_SANDBOX_BASE_URL: simulatorUrl,
    RATE_LIMIT_SANDBOX: '0',
    RATE_LIMIT_ADDRESS: '0',
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
  });
  const stop = async () => {
    await program.kill('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await program.ready();
    return { url, key, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
