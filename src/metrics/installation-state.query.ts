import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';

type Mode = 'sandbox' | 'live';

export interface InstallationState {
  /** Since when the oldest due work of each kind waits; 0: nothing does. */
  readonly oldestDueSeconds: Readonly<Record<string, number>>;
  /** The same for those looks that a webhook or a payer who came back asked for. */
  readonly oldestAskedLookSeconds: number;
  /** Payments under review; counting ends at `COUNTED`. */
  readonly reviews: readonly { readonly mode: Mode; readonly reason: string; readonly count: number }[];
  /** Money of which nobody knows, or that waits to be let go; counting ends at `COUNTED` of each kind. */
  readonly unsettled: readonly {
    readonly mode: Mode;
    readonly kind: 'unknown_refund' | 'unknown_capture' | 'unwanted_hold';
    readonly count: number;
    readonly oldestSeconds: number;
  }[];
  /** Paid and not booked; counting ends at `COUNTED` of each mode. */
  readonly unbooked: readonly { readonly mode: Mode; readonly count: number; readonly oldestSeconds: number }[];
  /** Since when the connection whose comparison with its provider is the oldest was not compared; null: that is switched off. */
  readonly oldestReconciliationSeconds: number | null;
  readonly pausedEndpoints: readonly { readonly mode: Mode; readonly reason: string; readonly count: number }[];
}

/** Nobody acts otherwise on a million than on ten thousand, and a scrape must not read a million rows. */
export const COUNTED = 10_000;

/** What only the database knows: how much waits, and for how long. The same whichever process asks. */
@Injectable()
export class InstallationStateQuery {
  constructor(
    private readonly database: Database,
    private readonly config: AppConfig,
  ) {}

  async read(): Promise<InstallationState> {
    const [row] = await this.database.query<{ state: InstallationState }>(STATE, [
      COUNTED,
      this.config.unbookedWarningSeconds,
      this.config.reconciliationSeconds > 0,
    ]);
    return row!.state;
  }
}

/**
 * Each part is the first entry of a partial index, or a count that ends; the order keeps PostgreSQL to the index even where
 * it guesses that enough rows are found sooner in the table. Deliveries have no index by time alone, so the
 * endpoints that have any are gone through, as in claiming them; those of a paused endpoint are not late.
 */
const STATE = `
  WITH RECURSIVE waiting AS (
    (SELECT account_id, mode, endpoint_id FROM deliveries WHERE due_at IS NOT NULL
     ORDER BY account_id, mode, endpoint_id LIMIT 1)
    UNION ALL
    SELECT later.* FROM waiting w CROSS JOIN LATERAL (
      SELECT account_id, mode, endpoint_id FROM deliveries
      WHERE due_at IS NOT NULL AND (account_id, mode, endpoint_id) > (w.account_id, w.mode, w.endpoint_id)
      ORDER BY account_id, mode, endpoint_id LIMIT 1) later
  ), oldest (kind, at) AS (VALUES
    ('look', (SELECT due_at FROM checkouts WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1)),
    ('refund', (SELECT due_at FROM refunds WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1)),
    ('mail', (SELECT due_at FROM notifications WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1)),
    ('link_expiry', (SELECT due_at FROM links WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1)),
    ('event_numbering', (SELECT created_at FROM events WHERE sequence IS NULL ORDER BY position LIMIT 1)),
    ('delivery_planning', (SELECT min(next.created_at) FROM delivery_positions p
      JOIN event_counters c ON c.account_id = p.account_id AND c.mode = p.mode CROSS JOIN LATERAL (
        SELECT created_at FROM events
        WHERE account_id = c.account_id AND mode = c.mode AND sequence = p.sequence + 1 LIMIT 1) next
      WHERE p.sequence < c.last_sequence)),
    ('delivery', (SELECT min(next.due_at) FROM waiting w
      JOIN endpoints t ON t.account_id = w.account_id AND t.mode = w.mode AND t.id = w.endpoint_id
      CROSS JOIN LATERAL (
        SELECT due_at FROM deliveries
        WHERE account_id = t.account_id AND mode = t.mode AND endpoint_id = t.id AND due_at IS NOT NULL
        ORDER BY due_at LIMIT 1) next
      WHERE t.status = 'active')),
    ('unbooked_warning', (SELECT booking_awaited_since + make_interval(secs => $2) FROM payments
      WHERE booking_awaited_since IS NOT NULL ORDER BY booking_awaited_since LIMIT 1))
  ), unbooked AS (
    SELECT mode, counted.count, first.paid_at
    FROM (VALUES ('sandbox'), ('live')) AS modes (mode)
    CROSS JOIN LATERAL (
      SELECT count(*) FROM (
        SELECT FROM payments WHERE booking_status = 'unbooked' AND mode = modes.mode
        ORDER BY paid_at LIMIT $1) part) counted
    LEFT JOIN LATERAL (
      SELECT paid_at FROM payments WHERE booking_status = 'unbooked' AND mode = modes.mode
      ORDER BY paid_at LIMIT 1) first ON true
  ), reviews AS (
    SELECT mode, review_reason, count(*) FROM (
      SELECT mode, review_reason FROM payments WHERE review_reason IS NOT NULL
      ORDER BY account_id, mode, created_at, id LIMIT $1) part
    GROUP BY mode, review_reason
  ), unsettled AS (
    SELECT mode, kind, count(*), min(since) AS since FROM (
      (SELECT mode, 'unknown_refund' AS kind, sent_at AS since FROM refunds WHERE status = 'unknown'
       ORDER BY sent_at LIMIT $1)
      UNION ALL
      (SELECT mode, 'unknown_capture', capture_asked_at FROM checkouts
       WHERE status = 'authorized' AND capture_asked_at IS NOT NULL ORDER BY capture_asked_at LIMIT $1)
      UNION ALL
      (SELECT mode, 'unwanted_hold', unwanted_hold_since FROM checkouts WHERE unwanted_hold_since IS NOT NULL
       ORDER BY unwanted_hold_since LIMIT $1)) part
    GROUP BY mode, kind
  ), paused AS (
    SELECT mode, pause_reason, count(*) FROM endpoints WHERE status = 'paused' GROUP BY mode, pause_reason
  )
  SELECT json_build_object(
    'oldestDueSeconds', (
      SELECT json_object_agg(kind, greatest(0, coalesce(extract(epoch FROM now() - at), 0))) FROM oldest),
    'oldestAskedLookSeconds', (
      SELECT coalesce(extract(epoch FROM now() - min(look_asked_at)), 0) FROM (
        SELECT look_asked_at FROM checkouts WHERE due_at <= now() ORDER BY due_at LIMIT $1) due),
    'oldestReconciliationSeconds', CASE WHEN $3 THEN (
      SELECT greatest(0, coalesce(extract(epoch FROM now() - min(coalesce(reconciled_to, created_at))), 0))
      FROM reconciliations WHERE due_at IS NOT NULL) END,
    'reviews', (
      SELECT coalesce(json_agg(json_build_object('mode', mode, 'reason', review_reason, 'count', count)), '[]')
      FROM reviews),
    'unsettled', (
      SELECT coalesce(json_agg(json_build_object('mode', mode, 'kind', kind, 'count', count,
        'oldestSeconds', extract(epoch FROM now() - since))), '[]') FROM unsettled),
    'unbooked', (
      SELECT json_agg(json_build_object('mode', mode, 'count', count,
        'oldestSeconds', coalesce(extract(epoch FROM now() - paid_at), 0))) FROM unbooked),
    'pausedEndpoints', (
      SELECT coalesce(json_agg(json_build_object('mode', mode, 'reason', pause_reason, 'count', count)), '[]')
      FROM paused)
  ) AS state`;
