// How long `npm run verify` takes on books of a given size, by invariant: `node bench/verify.bench.mjs 1000000` after a
// build. On a PostgreSQL of its own, with its default settings; the books take about 9 GB a million, and minutes to write.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../dist/migrations/index.js';
import { SecretBox } from '../dist/src/common/secret-box.js';
import { dataSourceOptions } from '../dist/src/database/data-source.js';
import { startEmbeddedPostgres } from '../dist/src/database/embedded-postgres.js';
import { migrate } from '../dist/src/database/migrate.js';
import { StatementNames } from '../dist/src/database/sql.js';
import { Transactor } from '../dist/src/database/transactor.js';
import { ENTITIES } from '../dist/src/entities.js';
import { DojoGatewayProvider } from '../dist/src/gateways/dojo/dojo-gateway.provider.js';
import { GatewayRegistry } from '../dist/src/gateways/gateway-registry.js';
import { INVARIANTS } from '../dist/src/verify/invariants.js';
import { Verification } from '../dist/src/verify/verification.js';
import { newRing, writeBooks } from './verify.books.mjs';

const payments = Number(process.argv[2] ?? 100_000);
const dataDir = mkdtempSync(join(tmpdir(), 'dunlin-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  const options = dataSourceOptions({ url: postgres.url, poolSize: 2, entities: ENTITIES, migrations: MIGRATIONS });
  await migrate(options);
  const secretKeys = newRing();
  const startedMs = performance.now();
  await write(secretKeys);
  console.log(`${payments} payments written in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  await measure(options, secretKeys, null);
  await measure(options, secretKeys, new Date(Date.now() - 24 * 3600_000));
} finally {
  await postgres.stop();
  rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

async function write(secretKeys) {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await writeBooks(client, { payments, secretKeys });
  await client.end();
}

async function measure(options, secretKeys, since) {
  const dataSource = await new DataSource({ ...options, migrations: [] }).initialize();
  const verification = new Verification(new Transactor(dataSource, new StatementNames()), {
    since,
    samples: 3,
    timeoutMs: 600_000,
    box: new SecretBox(secretKeys),
    config: { leaseSeconds: 30, unbookedWarningSeconds: 1800, captureWarningSeconds: 86_400 },
    registry: new GatewayRegistry([new DojoGatewayProvider({ baseUrl: 'http://127.0.0.1:9', timeoutMs: 1000 })], []),
  });
  const verdicts = await verification.check(INVARIANTS);
  const total = verdicts.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(
    `${since === null ? 'Everything' : 'What was written within a day'}, on ${availableParallelism()} cores: ${total.toFixed(1)} s`,
  );
  console.table(
    verdicts.map(({ name, result, seconds, tells }) => ({ name, seconds, result, ...(tells && { tells }) })),
  );
  await dataSource.destroy();
}
