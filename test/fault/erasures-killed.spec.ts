import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { ErasureDto } from '../../src/personal-data/dto/erasure.dto.js';
import { columnsWith } from '../support/database.dump.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder } from '../support/rest.calls.js';

jest.setTimeout(240_000);

const EMAIL = 'canary@example.com';
const PAYMENTS = 80;
const KILLS = 2;

it('erases everything, and counts it once, though it is killed in the middle', async () => {
  const world = await DunlinWorld.running({ ROLE: 'api' });
  try {
    for (let made = 0; made < PAYMENTS; made += 1) await canceled(world);
    const { id } = await world.api.make<ErasureDto>('/v1/erasures', { email: EMAIL });
    const seen: number[] = [];
    while (seen.length < KILLS) {
      const worker = await aWorker(world);
      seen.push(await erasedBeyond(world, { id, erased: seen.at(-1) ?? 0 }));
      await worker.kill('SIGKILL');
    }
    await aWorker(world);
    const done = await patiently(async () => {
      const now = await world.api.read<ErasureDto>(`/v1/erasures/${id}`);
      return now.status === 'done' ? now : undefined;
    }, 60_000);

    // Each was killed at work.
    expect(seen.every((erased) => erased < PAYMENTS)).toBe(true);
    expect(done).toMatchObject({ erasedPayments: PAYMENTS, waitingPayments: 0 });
    expect(await columnsWith(world, ['canary'])).toEqual([]);
  } finally {
    await world.close();
  }
});

function erasedBeyond(world: DunlinWorld, { id, erased }: { id: string; erased: number }): Promise<number> {
  return patiently(async () => {
    const now = (await world.api.read<ErasureDto>(`/v1/erasures/${id}`)).erasedPayments;
    return now > erased ? now : undefined;
  });
}

async function canceled(world: DunlinWorld): Promise<void> {
  const customer = { name: 'Canary Sample', email: EMAIL };
  const { id } = await world.api.make<PaymentDto>('/v1/payments', anOrder({ customer }));
  await world.api.make(`/v1/payments/${id}/cancel`);
}

async function aWorker(world: DunlinWorld): Promise<DunlinProcess> {
  return world.start({ ROLE: 'worker', PORT: String(await freePort()) });
}
