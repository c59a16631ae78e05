import type { SimulationWorld } from './simulation.world.js';

interface HeldRow {
  readonly kind: string;
  readonly id: string;
  readonly fence: number;
  readonly status: string;
}

const HELD = `
  SELECT 'checkout' AS kind, id::text, fence, status FROM checkouts WHERE leased_until > now()
  UNION ALL SELECT 'refund', id::text, fence, status FROM refunds WHERE leased_until > now()
  UNION ALL SELECT 'delivery', id::text, fence, status FROM deliveries WHERE leased_until > now()
  UNION ALL SELECT 'mail', id::text, fence, status FROM notifications WHERE leased_until > now()
  UNION ALL SELECT 'key', route || ' ' || key, fence, 'started' FROM idempotency_keys WHERE leased_until > now()`;
const FENCES = `
  SELECT 'checkout' AS kind, id::text, fence FROM checkouts
  UNION ALL SELECT 'refund', id::text, fence FROM refunds
  UNION ALL SELECT 'delivery', id::text, fence FROM deliveries
  UNION ALL SELECT 'mail', id::text, fence FROM notifications
  UNION ALL SELECT 'key', route || ' ' || key, fence FROM idempotency_keys`;
const FOUND_PAGES = `SELECT id FROM checkouts WHERE id = ANY ($1) AND provider_payment_id IS NOT NULL`;

/** What was claimed at the moment at which a process was stopped, and what became of it. */
export class HeldRows {
  private constructor(private readonly rows: readonly HeldRow[]) {}

  static async now({ dunlin }: SimulationWorld): Promise<HeldRows> {
    return new HeldRows(await dunlin.rows<HeldRow>(HELD));
  }

  /** How many of them somebody else has claimed since. */
  async takenOver({ dunlin }: SimulationWorld): Promise<number> {
    if (this.rows.length === 0) return 0;
    const now = await dunlin.rows<Omit<HeldRow, 'status'>>(FENCES);
    const fences = new Map(now.map(({ kind, id, fence }) => [`${kind} ${id}`, fence]));
    return this.rows.filter(({ kind, id, fence }) => (fences.get(`${kind} ${id}`) ?? 0) > fence).length;
  }

  /** Of pages that were being made, how many the provider turned out to have made. */
  async foundPages({ dunlin }: SimulationWorld): Promise<number> {
    const ids = this.rows.filter(({ status }) => status === 'creating').map(({ id }) => id);
    return ids.length === 0 ? 0 : (await dunlin.rows(FOUND_PAGES, [ids])).length;
  }
}
