import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const PAYMENTS = 12;

let world: DunlinWorld;
let apis: DunlinProcess[];

beforeAll(async () => {
  world = await DunlinWorld.create({ migrated: false });
  const [first, second, ...workers] = [
    world.spawn({ ROLE: 'api' }),
    world.spawn({ ROLE: 'api', PORT: String(await freePort()) }),
    world.spawn({ ROLE: 'worker', PORT: String(await freePort()) }),
    world.spawn({ ROLE: 'worker', PORT: String(await freePort()) }),
  ];
  apis = [first!, second!];
  await Promise.all([...apis, ...workers].map((started) => started.ready()));
}, 90_000);

afterAll(() => world.close());

describe('four processes on one database that was empty when they started', () => {
  it('have migrated it once and made one account with the one key they were given', async () => {
    const migrations = await world.rows<{ name: string }>('SELECT name FROM migrations');
    const accounts = await world.rows('SELECT id FROM accounts');
    const keys = await world.rows('SELECT id FROM api_keys');

    expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length);
    expect(accounts).toHaveLength(1);
    expect(keys).toHaveLength(1);
  });

  it('bring payments that run at the same time to their end, each once', async () => {
    await world.connect();
    const references = Array.from({ length: PAYMENTS }, () => `INV-${randomUUID()}`);
    await Promise.all(references.map((reference, index) => pay(reference, apis[index % apis.length]!)));
    await Promise.all(references.map((reference) => world.erp.waitFor(reference, 'payment.paid', 30_000)));

    const payments = await Promise.all(references.map((reference) => world.payment(reference)));
    expect(payments.map(({ status, version }) => ({ status, version }))).toEqual(
      references.map(() => ({ status: 'paid', version: 3 })),
    );
    const { intents } = await world.provider.ledger();
    expect(intents.map(({ reference }) => reference).sort()).toEqual([...references].sort());
    expect(intents.every(({ charges }) => charges.length === 1)).toBe(true);
  });

  it('number the feed without gaps and deliver every event of it', async () => {
    const feed = await world.events();
    await patiently(() => {
      const delivered = new Set(world.erp.received.map(({ id }) => id));
      return feed.every(({ id }) => delivered.has(id)) ? true : undefined;
    });

    expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
    expect(feed.filter(({ type }) => type === 'payment.paid')).toHaveLength(PAYMENTS);
    expect(world.erp.forgeries).toBe(0);
  });

  it('leave nothing due', async () => {
    const [open] = await patiently(async () => {
      const rows = await world.rows<{ deliveries: string; looks: string }>(
        `SELECT (SELECT count(*) FROM deliveries WHERE status <> 'delivered') AS deliveries,
           (SELECT count(*) FROM checkouts WHERE due_at IS NOT NULL) AS looks`,
      );
      return rows[0]!.deliveries === '0' && rows[0]!.looks === '0' ? rows : undefined;
    });

    expect(open).toEqual({ deliveries: '0', looks: '0' });
  });

  it('take over from a worker that is stopped in the middle, and its late word changes nothing', async () => {
    const [, , worker] = world.processes;
    const reference = `INV-${randomUUID()}`;
    worker!.signal('SIGSTOP');
    await pay(reference, apis[0]!);
    await world.erp.waitFor(reference, 'payment.paid', 30_000);
    worker!.signal('SIGCONT');
    const ended = await worker!.kill('SIGTERM');

    expect(ended).toEqual({ code: 0, signal: null });
    expect((await world.payment(reference)).version).toBe(3);
    expect((await world.eventsAbout(reference)).map(({ type }) => type)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.paid',
    ]);
  });
});

/** Through this process; the link itself names the first one, wherever it was made. */
async function pay(reference: string, api: DunlinProcess): Promise<void> {
  const link = await world.link(reference);
  const pressed = await exchange({ method: 'POST', url: `${link.url.replace(world.url, api.url)}/pay` });
  await world.provider.payAt(String(pressed.headers['location']), PAYS);
}
