import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { SimulationWorld } from './simulation.world.js';

interface Row {
  readonly kind: string;
  readonly id: string;
  readonly fence: number;
  readonly status: string;
  readonly until: string | null;
}

const COLUMNS = `id::text, fence, status, leased_until::text AS until`;
const ROWS = `
  SELECT 'checkout' AS kind, ${COLUMNS} FROM checkouts
  UNION ALL SELECT 'refund', ${COLUMNS} FROM refunds
  UNION ALL SELECT 'delivery', ${COLUMNS} FROM deliveries
  UNION ALL SELECT 'mail', ${COLUMNS} FROM notifications
  UNION ALL SELECT 'key', route || ' ' || key, fence, 'started', leased_until::text FROM idempotency_keys`;
const HELD = `SELECT * FROM (${ROWS}) held WHERE until::timestamptz > now()`;
const FOUND_PAGES = 'SELECT FROM checkouts WHERE id = ANY ($1) AND provider_payment_id IS NOT NULL';
/** Whoever is alive prolongs what it holds three times a lease. */
const PROLONGED_WITHIN_MS = 1000;

/** What a process that has just been stopped or killed had claimed, and what became of it. */
export class HeldRows {
  private constructor(
    private readonly world: SimulationWorld,
    private readonly rows: readonly Row[],
  ) {}

  /** To be asked for at the moment at which it stops. Resolves a second later, when the living have shown what is theirs. */
  static async of(world: SimulationWorld): Promise<HeldRows> {
    const before = await world.dunlin.rows<Row>(HELD);
    await delay(PROLONGED_WITHIN_MS);
    const after = new Map((await world.dunlin.rows<Row>(ROWS)).map((row) => [`${row.kind} ${row.id}`, row]));
    return new HeldRows(
      world,
      before.filter((row) => isDeepStrictEqual(after.get(`${row.kind} ${row.id}`), row)),
    );
  }

  /** How many of them somebody else has claimed since. */
  async takenOver(): Promise<number> {
    const now = new Map((await this.world.dunlin.rows<Row>(ROWS)).map((row) => [`${row.kind} ${row.id}`, row]));
    return this.rows.filter(({ kind, id, fence }) => (now.get(`${kind} ${id}`)?.fence ?? 0) > fence).length;
  }

  /** Of pages that were being made, how many the provider turned out to have made. */
  async foundPages(): Promise<number> {
    const ids = this.rows.filter(({ status }) => status === 'creating').map(({ id }) => id);
    return ids.length === 0 ? 0 : (await this.world.dunlin.rows(FOUND_PAGES, [ids])).length;
  }
}
