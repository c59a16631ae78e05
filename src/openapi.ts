import 'reflect-metadata';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { eventSchemas } from './api-docs.event-schemas.js';
import type { ApiDocument } from './api-docs.json.js';
import { apiDocument } from './api-docs.setup.js';
import { AppModule } from './app.module.js';
import { PinoLogger } from './common/app-logger.js';
import { loadConfig } from './config/app-config.js';
import { Secrets } from './config/secrets.js';
import { dataSourceOptions } from './database/data-source.js';

/**
 * Writes the API's description to `openapi.json` and a JSON Schema of each event to `schemas/events`, both in the current
 * folder; with `--check` it compares instead, and exits 1 when one of the files is out of date or too many. Preview mode
 * reads the modules without making a single provider: no database, no port.
 */
const FILE = 'openapi.json';
const SCHEMAS = 'schemas/events';

const document = inStableOrder(await describeApi());
const schemas = Object.entries(eventSchemas(document as unknown as ApiDocument));
const files = new Map([
  [FILE, textOf(document)],
  ...schemas.map(([name, schema]) => [`${SCHEMAS}/${name}`, textOf(schema)] as const),
]);
const present = (await readdir(SCHEMAS).catch(() => [])).map((name) => `${SCHEMAS}/${name}`);
const surplus = present.filter((path) => !files.has(path));
if (process.argv.includes('--check')) await check();
else await write();

async function check(): Promise<void> {
  const isStale = async ([path, text]: [string, string]) => (await readFile(path, 'utf8').catch(() => '')) !== text;
  const stale = await Promise.all([...files].map(async (file) => ((await isStale(file)) ? [file[0]] : [])));
  for (const path of [...stale.flat(), ...surplus]) {
    process.stderr.write(`${path} differs from the code: run npm run openapi, and look at the difference.\n`);
    process.exitCode = 1;
  }
}

async function write(): Promise<void> {
  await mkdir(SCHEMAS, { recursive: true });
  await Promise.all([...files].map(([path, text]) => writeFile(path, text)));
  await Promise.all(surplus.map((path) => rm(path)));
}

function textOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
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
