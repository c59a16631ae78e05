import { existsSync, readFileSync, rmSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

export default async function tearDown() {
  const { postgres, dataDir } = globalThis.dunlinTestPostgres;
  tellRecoveries(process.env.DUNLIN_TEST_RECOVERIES);
  await postgres.stop();
  // As root the cluster may live elsewhere, behind a symbolic link.
  rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

/** How long it took, over all faults of the run, until everything was consistent again. */
function tellRecoveries(file) {
  if (!existsSync(file)) return;
  const seconds = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Number(line) / 1000);
  seconds.sort((one, other) => one - other);
  const p95 = seconds[Math.ceil(seconds.length * 0.95) - 1];
  process.stderr.write(
    `${seconds.length} recoveries: p95 ${p95.toFixed(1)} s, at most ${seconds.at(-1).toFixed(1)} s after the fault's end\n`,
  );
}
