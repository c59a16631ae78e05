import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Shop } from '../fixtures/shop.js';
import { runCommand, type CommandOutcome } from '../support/cli.process.js';
import { DunlinProcess, freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { RestCalls } from '../support/rest.calls.js';

jest.setTimeout(120_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ LOOK_SCHEDULE: '3600' });
  rest = new RestCalls(world);
});

afterAll(() => world.close());

const run = (...args: string[]) => runCommand(world.env(), ...args);

async function read<Data>(...args: string[]): Promise<Data> {
  const outcome = await run(...args, '--json');
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome.json<Data>();
}

/** One line, and 1 for whoever asks how it ended. */
function expectRefusal({ code, stdout, stderr }: CommandOutcome, reason: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(reason)]);
}

describe('a command that cannot be done', () => {
  it.each<[string[], RegExp]>([
    [['keys', 'forge'], /^dunlin: there is no command keys forge; --help lists them$/],
    [['payments', 'look', 'INV-1'], /INV-1 is no id that begins with pay_/],
    [['payments', 'look', 'pay_01h455vb4pex5vsknk084sn02q'], /there is no pay_01h455vb4pex5vsknk084sn02q/],
    [['keys', 'create', '--name', 'x', '--mode', 'live'], /No live key before these are set: SMTP_URL.*state_conflict/],
  ])('%j says why in one line', async (args, reason) => {
    expectRefusal(await run(...args), reason);
  });

  it('does not begin without its database, or with the secrets of another one', async () => {
    const [away, foreign] = await Promise.all([
      runCommand(world.env({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }), 'keys', 'list'),
      runCommand(world.env({ KEY_PEPPER: 'a pepper of some other installation' }), 'keys', 'list'),
    ]);
    expectRefusal(away, /ECONNREFUSED/);
    expectRefusal(foreign, /KEY_PEPPER/);
  });
});

describe('accounts and keys', () => {
  it('are made, listed and revoked', async () => {
    const account = await read<{ id: string }>(
      'accounts',
      'create',
      '--name',
      'Sample School',
      '--support-email',
      'office@example.com',
    );
    const made = await read<{ id: string; key: string }>(
      'keys',
      'create',
      '--account',
      account.id,
      '--name',
      'ERP',
      '--scopes',
      'payments:read,settings:read',
    );
    const listed = await rest.send('get', '/v1/connections', made.key);
    const refused = await rest.send('post', '/v1/payments', made.key).send({});
    const keys = await read<{ id: string; scopes: string }[]>('keys', 'list', '--account', account.id);
    const revoked = await read<{ revokedAt: string }>('keys', 'revoke', made.id);

    expect(listed.body).toEqual({ data: [], nextCursor: null });
    expect(refused.status).toBe(403);
    expect(keys).toEqual([
      expect.objectContaining({ id: made.id, name: 'ERP', scopes: 'payments:read,settings:read' }),
    ]);
    expect(revoked.revokedAt).toMatch(/^\d{4}-/);
    expect((await rest.send('get', '/v1/connections', made.key)).status).toBe(401);
    expect(await read('accounts', 'list')).toContainEqual(
      expect.objectContaining({ name: 'Sample School', supportEmail: 'office@example.com' }),
    );
  });

  it('read as a table', async () => {
    const { stdout } = await run('accounts', 'list');
    expect(stdout).toMatch(
      /^ID +NAME +SUPPORT EMAIL +CREATED AT\nacc_\w{26} +Sample Company +support@example\.com +\d/,
    );
  });
});

describe('connections and payments', () => {
  it('shows connections without their credentials and verifies them', async () => {
    const { connection } = await Shop.dojo(world);
    const verified = await read<Record<string, unknown>>('connections', 'verify', connection.id);
    const { stdout } = await run('connections', 'list');

    expect(verified).toMatchObject({
      id: connection.id,
      webhooks: 'subscribed',
      credentials: `…${connection.credentialsHint}`,
    });
    expect(stdout).toContain(connection.id);
    expect(stdout).not.toContain('sk_sandbox_');
  });

  it('looks at a payment of which nobody has heard', async () => {
    const shop = await Shop.dojo(world);
    await shop.scenario({ name: 'webhook_lost' });
    const visit = await shop.visit();
    await shop.pay(visit);
    const { id } = await world.payment(visit.reference);
    const seen = await read<Record<string, unknown>>('payments', 'look', id);

    expect(seen).toMatchObject({ id, status: 'paid', amount: 1050, currency: 'GBP', amountPaid: 1050, review: null });
    expect((await world.payment(visit.reference)).status).toBe('paid');
  });
});

describe('the help', () => {
  it('asks no database', async () => {
    const { code, stdout } = await runCommand(world.env({ DATABASE_URL: 'nothing' }), '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('secrets check');
  });
});

describe('the embedded PostgreSQL', () => {
  it('is used where it runs, and left running', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'dunlin-cli-'));
    const { DATABASE_URL: _, ...env } = world.env({ DATA_DIR: dataDir, PORT: String(await freePort()) });
    const started = await DunlinProcess.start(env);
    try {
      const { code, stdout } = await runCommand(env, 'accounts', 'list');
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Sample Company') });
      const api = new RestCalls({ url: started.url, sandboxKey: world.sandboxKey } as DunlinWorld);
      expect((await api.send('get', '/v1/payments')).status).toBe(200);
    } finally {
      await started.kill('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
