import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { apiDocument } from './api-docs.setup.js';
import { AppModule } from './app.module.js';
import { PinoLogger } from './common/app-logger.js';
import { loadConfig } from './config/app-config.js';
import { Secrets } from './config/secrets.js';
import { dataSourceOptions } from './database/data-source.js';

/**
 * Writes the API's description to `openapi.json` in the current folder; with `--check` it compares instead, and exits 1
 * when the file is out of date. Preview mode reads the modules without making a single provider: no database, no port.
 */
const FILE = 'openapi.json';

const text = `${JSON.stringify(inStableOrder(await describeApi()), null, 2)}\n`;
if (!process.argv.includes('--check')) await writeFile(FILE, text);
else if ((await readFile(FILE, 'utf8')) !== text) {
  process.stderr.write(`${FILE} differs from the code: run npm run openapi, and look at the difference.\n`);
  process.exitCode = 1;
}

async function describeApi(): Promise<OpenAPIObject> {
  // Never used, but nothing may be generated into DATA_DIR either.
  const unused = { SECRET_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`, KEY_PEPPER: 'unused'.repeat(4) };
  const config = loadConfig(unused, false);
  const database = dataSourceOptions({ url: 'postgres://unused', poolSize: 1, entities: [], migrations: [] });
  const surroundings = {
    config,
    secrets: Secrets.load(config),
    logger: new PinoLogger({ level: 'silent', format: 'json' }),
    database,
    smtpUrl: 'smtp://unused',
    mailboxDir: null,
  };
  const app = await NestFactory.create(AppModule.register(surroundings), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return apiDocument(app);
}

/** Routes and schemas by name: where a module stands in the list is no change of the API. */
function inStableOrder(document: OpenAPIObject): OpenAPIObject {
  const { components = {} } = document;
  return {
    ...document,
    paths: byName(document.paths),
    components: { ...components, schemas: byName(components.schemas ?? {}) },
  };
}

function byName<Value>(named: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
