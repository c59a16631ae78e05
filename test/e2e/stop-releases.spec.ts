import { jest } from '@jest/globals';
import { DunlinWorld } from '../support/dunlin.world.js';
import { Gate } from '../support/gate.js';

jest.setTimeout(60_000);

const LEASED = `
  SELECT 'deliveries' FROM deliveries WHERE leased_until IS NOT NULL
  UNION ALL SELECT 'checkouts' FROM checkouts WHERE leased_until IS NOT NULL
  UNION ALL SELECT 'notifications' FROM notifications WHERE leased_until IS NOT NULL`;

it('leaves nothing leased when it is told to stop in the middle of a delivery, so that others go on at once', async () => {
  const world = await DunlinWorld.running({ LEASE_SECONDS: '600' });
  try {
    const underWay = new Gate();
    world.erp.answer = () => {
      underWay.open();
      return 'never';
    };
    await world.link('STOPPED-1');
    await underWay.opened;
    const leasedBefore = await world.rows(LEASED);
    const exit = await world.processes[0]!.kill('SIGTERM');

    expect(leasedBefore).not.toEqual([]);
    expect(exit).toEqual({ code: 0, signal: null });
    expect(await world.rows(LEASED)).toEqual([]);
  } finally {
    await world.close();
  }
});
