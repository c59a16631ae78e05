// Writes the types of the API from ../../openapi.json; with --check it compares instead, and exits 1 when they are out of date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';

const SOURCE = new URL('../../openapi.json', import.meta.url);
const TARGET = new URL('src/api.types.ts', import.meta.url);

const document = JSON.parse(await readFile(SOURCE, 'utf8'));
for (const item of Object.values(document.paths)) {
  for (const operation of Object.values(item)) {
    // The client makes the key itself; nobody should have to pass one, also where the API insists on it.
    operation.parameters = operation.parameters?.filter(({ name }) => name !== 'Idempotency-Key');
  }
}
const text = `// Generated from openapi.json by \`npm run client\`. Do not edit.\n${astToString(await openapiTypescript(document))}`;

if (!process.argv.includes('--check')) await writeFile(TARGET, text);
else if ((await readFile(TARGET, 'utf8')) !== text) {
  process.stderr.write('clients/typescript/src/api.types.ts differs from openapi.json: run npm run client.\n');
  process.exitCode = 1;
}
