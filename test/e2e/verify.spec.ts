import { randomBytes, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Verdict } from '../../src/verify/verification.js';
import { Shop } from '../fixtures/shop.js';
import { runVerify } from '../support/cli.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(120_000);

interface Verified {
  readonly holds: boolean;
  readonly invariants: readonly Verdict[];
}

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.running();
});

afterAll(() => world.close({ except: ['row-agrees-with-history'] }));

describe('npm run verify', () => {
  it('finds nothing in a database that is busy, again and again', async () => {
    const shop = await Shop.dojo(world, { priority: 1 });
    const paying = Array.from({ length: 12 }, async () => {
      await shop.payAndReturn(await shop.visit());
    });
    const outcomes = [];
    for (let round = 0; round < 3; round += 1) outcomes.push(await runVerify(world.env(), '--json'));
    await Promise.all(paying);
    outcomes.push(await runVerify(world.env(), '--json', '--since', '1h'));
    for (const { code, stderr, json } of outcomes) {
      const { invariants, holds } = json<Verified>();
      expect(invariants.filter(({ result }) => result !== 'holds')).toEqual([]);
      expect({ code, stderr, holds }).toEqual({ code: 0, stderr: '', holds: true });
    }
  });

  it('says in a table what is broken, where, and what to do, and ends with 1', async () => {
    const { payment, paymentId } = await world.link(`INV-${randomUUID()}`);
    await world.rows(
      `UPDATE payments SET booking_voucher = NULL, description = 'by hand', amount = 999 WHERE reference = $1`,
      [payment.reference],
    );
    const { code, stdout } = await runVerify(world.env(), '--only', 'row-agrees-with-history,sums-agree');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^row-agrees-with-history +state +\d+\.\d\d +VIOLATED \(1\)$/m);
    expect(stdout).toMatch(/^sums-agree +money +\d+\.\d\d +holds$/m);
    expect(stdout).toContain(`${paymentId} of acc_`);
    expect(stdout).toContain('The row was changed without an event');
    expect(stdout).not.toContain('by hand');
  });

  it('ends with 2 and one line where it cannot look', async () => {
    const foreign = { SECRET_KEYS: `k9:${randomBytes(32).toString('base64')}` };
    expect(await runVerify(world.env(foreign))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'dunlin: SECRET_KEYS lacks the key this database was set up with\n',
    });
    expect(await runVerify(world.env(), '--only', 'nothing')).toMatchObject({
      code: 2,
      stderr: 'dunlin: there is no invariant nothing; without --only all are checked and listed\n',
    });
    expect(await runVerify(world.env({ DATABASE_URL: 'postgres://127.0.0.1:9/none' }))).toMatchObject({
      code: 2,
      stdout: '',
    });
  });
});
