import { jest } from '@jest/globals';
import pg from 'pg';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { Shop } from '../fixtures/shop.js';
import { runCommand } from '../support/cli.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(120_000);

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await start();
}, 60_000);

afterAll(() => world.close());

it('a database that is put back to an older backup catches up with the provider, and tells the ERP that its place is gone', async () => {
  const shop = await Shop.dojo(world);
  const opened = await shop.visit();
  const refunded = await shop.visit();
  await shop.payAndReturn(refunded);
  const paid = await shop.becomes(refunded.reference, 'paid');
  const untouched = await shop.link();
  const backup = await whileStopped((database) => `CREATE DATABASE ${database}_backup TEMPLATE ${database}`);

  await shop.payAndReturn(opened);
  await shop.becomes(opened.reference, 'paid');
  await shop.payAndReturn(await shop.go(untouched));
  await shop.becomes(untouched.reference, 'paid');
  await shop.payAndReturn(await shop.visit());
  await world.api.make(`/v1/payments/${paid.id}/refunds`, { amount: { value: 50, currency: 'GBP' } });
  await refundedBy(refunded.reference, 50);
  const readTo = (await world.events()).at(-1)!.sequence;

  await whileStopped((database) => `DROP DATABASE ${database} WITH (FORCE)`, backup);
  await shop.becomes(opened.reference, 'paid');
  const today = await reconcile(shop);
  await shop.becomes(untouched.reference, 'paid');
  await refundedBy(refunded.reference, 50);

  // The payment that the backup does not know was paid once at the provider: nobody guesses whose money that is.
  expect(today).toMatchObject({ listed: 4, unknown: 1 });
  const beyond = await world.api.get(`/v1/events?after=${readTo}`);
  expect(beyond.status).toBe(400);
  expect(beyond.json()).toMatchObject({ errors: [{ path: 'after', code: 'beyond_end' }] });
  const again = await world.events();
  expect(again.map(({ sequence }) => sequence)).toEqual(again.map((_, index) => index + 1));
  expect(again.length).toBeLessThan(readTo);
});

function start() {
  // Reconciled by hand: the test says when.
  return world.start({ RECONCILIATION_SECONDS: '0' });
}

/** Stops every process, has the database's server do something about that database and its backup, and starts again. */
async function whileStopped(statementFor: (database: string) => string, restoreFrom?: string): Promise<string> {
  await Promise.all(world.processes.map((process) => process.kill('SIGTERM')));
  const url = new URL(world.database.url);
  const database = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  // The test's own connections to it, which are idle.
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  await client.query(statementFor(database));
  if (restoreFrom !== undefined) await client.query(`ALTER DATABASE ${restoreFrom} RENAME TO ${database}`);
  await client.end();
  await start();
  return `${database}_backup`;
}

function refundedBy(reference: string, value: number): Promise<PaymentDto> {
  return patiently(async () => {
    const payment = await world.payment(reference);
    return payment.amountRefunded.value === value ? payment : undefined;
  });
}

/** One run by hand, as an operator does it after a restore; answers its newest day. */
async function reconcile(shop: Shop): Promise<unknown> {
  const outcome = await runCommand(world.env(), 'reconcile', 'now', shop.connection.id, '--json');
  if (outcome.code !== 0) throw new Error(outcome.stderr);
  return (outcome.json() as unknown[]).at(-1);
}
