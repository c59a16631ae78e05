import type { DataSource } from 'typeorm';

interface Pool {
  readonly idleCount: number;
  connect(): Promise<{ release(isBroken: boolean): void }>;
}

/**
 * Hangs up every connection that nobody uses now. Where the network has lost one without telling us it has lost those that
 * were idle then, too, and each would keep whoever gets it waiting for as long as the first one did.
 */
export async function hangUpIdle({ driver }: DataSource): Promise<void> {
  const { master: pool } = driver as unknown as { master: Pool };
  const hangUp = async () => (await pool.connect()).release(true);
  // One that cannot be had is not idle any more.
  await Promise.allSettled(Array.from({ length: pool.idleCount }, hangUp));
}
