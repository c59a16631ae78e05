import { randomBytes, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { CheckedColumn, ResealedColumn } from '../../src/cli/sealed-values.js';
import type { ConnectionListDto } from '../../src/connections/dto/connection.dto.js';
import { exchange } from '../support/api.client.js';
import { runCommand } from '../support/cli.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder } from '../support/rest.calls.js';

jest.setTimeout(120_000);

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.running();
});

// A secret that no key opens.
afterAll(() => world.close({ except: ['secrets-can-be-opened'] }));

const K2 = `k2:${randomBytes(32).toString('base64')}`;

function ring(keys: 'both' | 'new'): { SECRET_KEYS: string } {
  return { SECRET_KEYS: keys === 'both' ? `${K2},${world.env()['SECRET_KEYS']}` : K2 };
}

/** The running program is replaced by one with other keys. */
async function restart(keys: 'both' | 'new'): Promise<void> {
  await world.processes.at(-1)!.kill('SIGTERM');
  await world.start(ring(keys));
}

async function check(keys: 'both' | 'new'): Promise<CheckedColumn[]> {
  const outcome = await runCommand(world.env(ring(keys)), 'secrets', 'check', '--json');
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome.json<CheckedColumn[]>();
}

/** How many values each key sealed, over all columns. */
function sumOf(columns: readonly CheckedColumn[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [id, count] of columns.flatMap(({ keys }) => Object.entries(keys))) sums[id] = (sums[id] ?? 0) + count;
  return sums;
}

/** Every column of the database in which something sealed is found, by looking into all of them. */
async function sealedColumns(): Promise<string[]> {
  const columns = await world.rows<{ place: string; statement: string }>(
    `SELECT table_name || '.' || column_name AS place,
       format('SELECT FROM %I WHERE %I::text LIKE ''%%v1.k_.%%'' LIMIT 1', table_name, column_name) AS statement
     FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'json', 'ARRAY')`,
  );
  const found: string[] = [];
  for (const { place, statement } of columns) if ((await world.rows(statement)).length > 0) found.push(place);
  return found.toSorted();
}

describe('changing the encryption key', () => {
  it('goes from one ring to the next while the program runs, and then without the old key', async () => {
    const order = { payment: anOrder() };
    const key = randomUUID();
    const link = await world.api.make<{ url: string }>('/v1/links', order, key);
    await restart('both');
    const before = await check('both');
    const [made, resealed] = await Promise.all([
      world.link(`INV-${randomUUID()}`),
      runCommand(world.env(ring('both')), 'secrets', 'reencrypt', '--json'),
    ]);
    const after = await check('both');
    await restart('new');

    // An erasure keeps its address for moments only, and none was asked for here.
    const sealedAtTimes = ['erasures.address'];
    expect(before.map(({ column }) => column).toSorted()).toEqual(
      [...(await sealedColumns()), ...sealedAtTimes].toSorted(),
    );
    expect(sumOf(before)).toMatchObject({ k1: expect.any(Number) });
    expect(resealed).toMatchObject({ code: 0, stderr: '' });
    for (const { unreadable } of resealed.json<ResealedColumn[]>()) expect(unreadable).toBe(0);
    expect(Object.keys(sumOf(after))).toEqual(['k2']);
    expect(Object.keys(sumOf(await check('new')))).toEqual(['k2']);

    // Link tokens, credentials, webhook secrets, and answers that were kept.
    for (const { url } of [link, made])
      expect((await exchange({ method: 'POST', url: `${url}/pay` })).status).toBe(303);
    expect(await world.api.make('/v1/links', order, key)).toEqual(link);
    const { data } = await world.api.read<ConnectionListDto>('/v1/connections');
    expect(data[0]!.webhookUrl).toContain('/webhooks/dojo/');
  });

  it('is refused with a ring that lacks the key in use', async () => {
    const foreign = { SECRET_KEYS: `k3:${randomBytes(32).toString('base64')}` };
    const { code, stderr } = await runCommand(world.env(foreign), 'secrets', 'reencrypt');

    expect(code).toBe(1);
    expect(stderr).toBe('dunlin: SECRET_KEYS lacks the key this database was set up with\n');
  });

  it('tells of values that no key opens, and ends with 1', async () => {
    await world.rows(`UPDATE endpoints SET secrets = 'v1.k9.' || split_part(secrets, '.', 3)`);
    const { code, stdout } = await runCommand(world.env(ring('new')), 'secrets', 'check');

    expect(code).toBe(1);
    expect(stdout).toMatch(/endpoints\.secrets +1 +1 +k9: 1\n/);
    expect(stdout).toContain('Needed: k2, k9. Some values open with no key of SECRET_KEYS.');
  });
});
