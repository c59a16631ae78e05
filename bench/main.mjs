// Measures what the decisions rest on, on a PostgreSQL of its own: `npm run bench`. Prints a table
// and writes bench/results.json. Figures mean something beside each other only, never beside those of another machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { MIGRATIONS } from '../dist/migrations/index.js';
import { dataSourceOptions } from '../dist/src/database/data-source.js';
import { startEmbeddedPostgres } from '../dist/src/database/embedded-postgres.js';
import { migrate } from '../dist/src/database/migrate.js';
import { ENTITIES } from '../dist/src/entities.js';
import { measureDeliveries } from './deliveries.bench.mjs';
import { measureNumbering } from './numbering.bench.mjs';

const RESULTS = new URL('results.json', import.meta.url);

const dataDir = mkdtempSync(join(tmpdir(), 'dunlin-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  const options = dataSourceOptions({ url: postgres.url, poolSize: 10, entities: ENTITIES, migrations: MIGRATIONS });
  await migrate(options);
  const numbering = await measureNumbering({ url: postgres.url, options });
  const deliveries = await measureDeliveries({ url: postgres.url, dataDir });
  const results = { machine: `${availableParallelism()} cores, Node ${process.versions.node}`, numbering, deliveries };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`Numbering events, on ${results.machine}; medians, events a second:`);
  console.table(numbering.throughput);
  console.log('From the commit until a reader of the feed can have it, at a fifth of that load, in milliseconds:');
  console.table([numbering.delayMs]);
  console.log(
    'From the commit to nine endpoints, while a tenth never answers, at 200 events a second, in milliseconds:',
  );
  console.table([deliveries.delayMs]);
  console.log('To one fast endpoint, beside bare posts of the same bodies:');
  console.table([deliveries.throughput]);
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
