import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { Request } from 'express';
import { bearerOf } from '../../src/accounts/bearer.js';
import { parseKey } from '../../src/accounts/key-format.js';
import { parseQuery } from '../../src/common/query-parser.js';
import { tellableText } from '../../src/gateways/kit/tellable-text.js';
import { visitorOf } from '../../src/links/visitor.js';

type Dto = new () => object;

const LENGTH = 50_000;
/** Of the processor's time: what takes the square of a text's length takes seconds. */
const MOST_MS = 500;

const repeated = (part: string) => part.repeat(Math.ceil(LENGTH / part.length));
const TEXTS = [
  ...['a', '1', ' ', '-', '\n', '.', '@', '/', '１', '\ufdfa', '\u0301', '👩‍👩‍👧'].map(repeated),
  ...['1 ', '4-', 'a.', 'a@', '0a', 'a,', '-ab', ' \t', '%20'].map(repeated),
  `${repeated('a')}@example.com`,
  `payer@${repeated('a.')}com`,
  `"${repeated('\\"')}"@example.com`,
  `+${repeated('1')}x`,
  `https://${repeated('a.')}/`,
  `https://example.com/${repeated('../')}`,
  `data:image/png;base64,${repeated('A')}!`,
  `en${repeated('-ab')}!`,
  `2026-01-01T00:00:00.${repeated('1')}Z`,
  `Bearer ${repeated(' ')}x y`,
  `Bearer x${repeated(' ')}y`,
  `dln_sandbox_${repeated('0')}`,
];

/** Every class that a request's body or query is held against. */
async function requestClasses(): Promise<Dto[]> {
  const files = (await readdir('src', { recursive: true })).filter((file) => /(^|\/)dto\/[^/]+\.dto\.ts$/.test(file));
  const classes: Dto[] = [];
  // One by one: Jest links modules that are imported at the same time more than once.
  for (const file of files) {
    const exported = (await import(join(process.cwd(), 'src', file))) as Record<string, unknown>;
    classes.push(...Object.values(exported).filter((value): value is Dto => typeof value === 'function'));
  }
  return classes.filter((dto) => fieldsOf(dto).length > 0);
}

function fieldsOf(dto: Dto): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

function msOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('judging a text of 50 000 characters', () => {
  it('takes hardly any time, whatever the field and the text', async () => {
    const classes = await requestClasses();
    const slow = classes.flatMap((dto) =>
      fieldsOf(dto).flatMap((field) =>
        TEXTS.filter((text) => {
          const request = Object.assign(new dto(), { [field]: text });
          return msOf(() => validateSync(request)) > MOST_MS;
        }).map((text) => `${dto.name}.${field}: ${text.slice(0, 30)}`),
      ),
    );

    expect(classes.length).toBeGreaterThan(20);
    expect(slow).toEqual([]);
  }, 120_000);

  it.each<[string, (text: string) => unknown]>([
    ['a key', parseKey],
    ['the header Authorization', (text) => bearerOf({ headers: { authorization: text } } as Request)],
    ['a browser’s name', (text) => visitorOf({ method: 'GET', get: () => text } as unknown as Request)],
    ['a query', parseQuery],
    ['a query’s name', (text) => parseQuery(`metadata[${text}]=1`)],
    ['what a provider says', (text) => tellableText(text, ['secret'])],
  ])('takes hardly any time where it is %s', (_, judge) => {
    for (const text of TEXTS) expect(msOf(() => judge(text))).toBeLessThan(MOST_MS);
  });
});
