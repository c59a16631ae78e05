import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { EVENT_TYPES } from '../../src/events/event-types.js';

jest.setTimeout(60_000);

const run = promisify(execFile);

type Node = Readonly<Record<string, unknown>>;

interface Part {
  readonly name: string;
  readonly operation: Node & {
    readonly responses: Readonly<Record<string, Node>>;
    readonly parameters?: readonly Node[];
  };
}

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Part['operation']>>;
  webhooks: Record<string, Record<string, Part['operation']>>;
  components: Record<string, Record<string, Node>>;
  tags: { name: string; description?: string }[];
};
const operations = partsOf(document.paths);
const webhooks = partsOf(document.webhooks);

describe('openapi.json', () => {
  it('describes the API as the code does', async () => {
    // In a process of its own, from the build: the build's plugin knows the types, the tests' compiler does not.
    const { stderr } = await run(process.execPath, ['dist/src/openapi.js', '--check']);
    expect(stderr).toBe('');
  });

  it('passes the recommended rules of redocly without an error', async () => {
    const { stdout } = await run(process.execPath, [
      'node_modules/@redocly/cli/bin/cli.js',
      'lint',
      '--format=json',
      'openapi.json',
    ]);
    const { totals } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { totals: { errors: number } };
    expect(totals.errors).toBe(0);
  });

  it.each(operations)('tells of $name what it does, who may, and what each parameter is', ({ operation }) => {
    expect(operation['summary']).toEqual(expect.stringMatching(/\w/));
    expect(operation['security']).toBeDefined();
    for (const parameter of operation.parameters ?? [])
      expect(parameter['description']).toEqual(expect.stringMatching(/\w/));
    for (const tag of operation['tags'] as string[]) {
      expect(document.tags.find(({ name }) => name === tag)?.description).toEqual(expect.stringMatching(/\w/));
    }
  });

  it.each(operations)('shows of $name a body of every answer, and every error as a problem', ({ operation }) => {
    const answers = Object.entries(operation.responses).map(([status, given]) => ({ status, media: mediaOf(given) }));
    const types = answers.map(({ status, media }) => [status, Object.keys(media)] as const);
    const json = answers.flatMap(({ media }) => Object.entries(media).filter(([type]) => type.endsWith('json')));
    const errors = types.filter(([status]) => Number(status) >= 400);

    expect(types.filter(([status, known]) => (status === '204') !== (known.length === 0))).toEqual([]);
    expect(errors).toEqual(errors.map(([status]) => [status, ['application/problem+json']]));
    expect(json.filter(([, { examples }]) => shown(examples).length === 0)).toEqual([]);
    expect(json.flatMap(([, media]) => wrongExamples(media))).toEqual([]);
  });

  it.each(operations)('asks in $name for nothing that its examples do not hold to', ({ operation }) => {
    const body = (operation['requestBody'] ?? { content: {} }) as Node;
    const media = mediaOf(body)['application/json'];
    expect(media ? wrongExamples(media) : []).toEqual([]);
    expect(media === undefined || shown(media.examples).length > 0).toBe(true);
  });

  it('refuses unknown fields in every request body', () => {
    const open = operations.flatMap(({ name, operation }) => {
      const schema = mediaOf((operation['requestBody'] ?? {}) as Node)['application/json']?.schema;
      return schema && resolved(schema)['additionalProperties'] !== false ? [name] : [];
    });
    expect(open).toEqual([]);
  });

  it('has a webhook for every event, with a schema of what it tells and an example that holds to it', () => {
    expect(webhooks.map(({ name }) => name)).toEqual(EVENT_TYPES.map((type) => `POST ${type}`));
    for (const { name, operation } of webhooks) {
      const { schema, examples } = mediaOf(operation['requestBody'] as Node)['application/json']!;
      const [example] = shown(examples) as [{ type: string; data: object }];
      expect(violations(schema, example)).toEqual([]);
      expect(example.type).toBe(name.slice('POST '.length));
      expect(name === 'POST ping' || Object.keys(example.data).length > 0).toBe(true);
      expect(operation.parameters?.map((parameter) => parameter['name'])).toEqual([
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
      ]);
    }
  });
});

interface Media {
  readonly schema: Node;
  readonly examples?: Readonly<Record<string, Node>>;
}

function partsOf(items: Record<string, Record<string, Part['operation']>>): Part[] {
  return Object.entries(items).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );
}

function mediaOf(part: Node): Readonly<Record<string, Media>> {
  return (resolved(part)['content'] ?? {}) as Readonly<Record<string, Media>>;
}

function shown(examples: Media['examples']): unknown[] {
  return Object.values(examples ?? {}).map((example) => resolved(example)['value']);
}

function wrongExamples({ schema, examples }: Media): string[] {
  return shown(examples).flatMap((example) => violations(schema, example));
}

function resolved(node: Node): Node {
  if (typeof node['$ref'] !== 'string') return node;
  const [, , kind, name] = node['$ref'].split('/') as [string, string, string, string];
  return document.components[kind]![name]!;
}

function violations(schema: Node, value: unknown): string[] {
  const ajv = addFormats.default(new Ajv2020({ strict: false, validateSchema: false }));
  const validate = ajv.compile({ ...schema, components: document.components });
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
