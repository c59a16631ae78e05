import { rmSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

export default async function tearDown() {
  const { postgres, dataDir } = globalThis.dunlinTestPostgres;
  await postgres.stop();
  // As root the cluster may live elsewhere, behind a symbolic link.
  rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
