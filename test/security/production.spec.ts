import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { jest } from '@jest/globals';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld, type Env } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

/** What is for development: the mailbox that shows everybody every link, and all that the simulator answers to. */
const FOR_DEVELOPMENT = [
  '/dev',
  '/dev/mailbox',
  '/dev/mailbox.json',
  '/dev/mailbox/style.css',
  '/dev/mailbox/1',
  '/dev/mailbox/1/raw',
  '/dev/mails',
  '/dev/mails/link/en',
  '/DEV/MAILBOX',
  '/dev/mailbox/',
  '/_sim/ledger',
  '/_sim/scenario',
  '/payment-intents',
  '/checkout/x',
];
const DIST = join(process.cwd(), 'dist', 'src');

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.create();
});

afterAll(() => world.close());

/** Every file that the program of this entry can come to load, at its start or later. */
function filesBehind(entry: string): string[] {
  const found = new Set<string>();
  const follow = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import|import\()\s*['"](\.[^'"]+)['"]/g)) {
      const next = join(dirname(file), path!);
      if (existsSync(next)) follow(next);
    }
  };
  follow(join(DIST, entry));
  return [...found].map((file) => relative(DIST, file));
}

describe('in production', () => {
  it.each<[string, Env]>([
    ['an API process that mails', { ROLE: 'api', SMTP_URL: 'smtp://127.0.0.1:9' }],
    ['a process that does everything and mails', { SMTP_URL: 'smtp://127.0.0.1:9' }],
    ['an API process that hands mail to a folder', { ROLE: 'api', NOTIFICATION_DROP_DIR: 'outbox' }],
  ])('nothing that is for development can be reached: %s', async (_, env) => {
    const { url } = await world.start({
      PORT: String(await freePort()),
      PUBLIC_URL: 'https://pay.example.com',
      ...env,
    });
    for (const path of FOR_DEVELOPMENT) {
      for (const method of ['GET', 'POST'] as const) {
        const answer = await exchange({ method, url: `${url}${path}` });

        expect([path, answer.status, answer.json<{ code: string }>().code]).toEqual([path, 404, 'not_found']);
      }
    }
  });

  it.each(['main.js', 'migrate.js'])('the simulator and the demo are not even loaded: %s', (entry) => {
    const files = filesBehind(entry);

    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => /^(simulator|local)\//.test(file))).toEqual([]);
  });

  it('the simulator is reached by the walk that did not find it there', () => {
    expect(filesBehind('simulator/main.js').filter((file) => file.startsWith('simulator/')).length).toBeGreaterThan(20);
  });
});
