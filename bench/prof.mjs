import { mkdtempSync, rmSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from '../dist/migrations/index.js';
import { dataSourceOptions } from '../dist/src/database/data-source.js';
import { startEmbeddedPostgres } from '../dist/src/database/embedded-postgres.js';
import { migrate } from '../dist/src/database/migrate.js';
import { ENTITIES } from '../dist/src/entities.js';
import { measureDeliveries, setPm } from './prof.bench.mjs';
import { cpuUsage } from 'node:process';
const dataDir = mkdtempSync(join(tmpdir(), 'dunlin-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir });

{ const port = new URL(postgres.url).port; for (const d of readdirSync('/proc')) { try { if (/^[0-9]+$/.test(d)) { const c = readFileSync('/proc/'+d+'/cmdline','utf8').split(String.fromCharCode(0)); if (c.includes('-D') && c[c.indexOf('-p')+1] === port) setPm(Number(d)); } } catch {} } }
try {
  const options = dataSourceOptions({ url: postgres.url, poolSize: 10, entities: ENTITIES, migrations: MIGRATIONS });
  await migrate(options);
  console.log(await measureDeliveries({ url: postgres.url, dataDir }));
  console.log(cpuUsage());
} finally { await postgres.stop(); rmSync(dataDir, { recursive: true, force: true }); }
