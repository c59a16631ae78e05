import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Folder {
  readonly item?: readonly Folder[];
  readonly request?: { readonly method: string; readonly url: { readonly raw: string } };
}

const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, Record<string, object>> };
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
);

describe('the Postman collection', () => {
  it('is made from openapi.json as it is', async () => {
    const { stderr } = await run(process.execPath, ['docs/postman/generate.mjs', '--check']);
    expect(stderr).toBe('');
  });

  it('has a request for every operation, and no other', () => {
    const collection = JSON.parse(readFileSync('docs/postman/dunlin.postman_collection.json', 'utf8')) as Folder;
    const requests = requestsIn(collection).map(({ method, url }) => `${method} ${pathOf(url.raw)}`);

    expect(requests.toSorted()).toEqual(operations.toSorted());
  });
});

describe('docs/dunlin.http', () => {
  it('asks for operations that there are', () => {
    const lines = readFileSync('docs/dunlin.http', 'utf8').match(/^(GET|POST|PUT|PATCH|DELETE) \S+$/gm) ?? [];
    const requests = lines.map((line) => line.split(' ') as [string, string]);

    expect(requests.length).toBeGreaterThan(5);
    expect(operations).toEqual(expect.arrayContaining(requests.map(([method, url]) => `${method} ${pathOf(url)}`)));
  });

  it('sends bodies that are JSON', () => {
    const requests = readFileSync('docs/dunlin.http', 'utf8').split('###');
    const bodies = requests
      .map((request) => request.slice(request.indexOf('\n\n')).trim())
      .filter((text) => text.startsWith('{'));

    expect(bodies.length).toBe(5);
    for (const body of bodies) expect(() => JSON.parse(body) as object).not.toThrow();
  });
});

function requestsIn(folder: Folder): NonNullable<Folder['request']>[] {
  return [...(folder.request ? [folder.request] : []), ...(folder.item ?? []).flatMap(requestsIn)];
}

/** As the document writes it: every variable of a path is its `{id}` or the like. */
function pathOf(url: string): string {
  const path = url
    .replace('{{baseUrl}}', '')
    .split('?')[0]!
    .replace(/\{\{[\w.]+\}\}/g, '{}');
  return (
    operations.map((operation) => operation.split(' ')[1]!).find((known) => known.replace(/\{\w+\}/g, '{}') === path) ??
    path
  );
}
