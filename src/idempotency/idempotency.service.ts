import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { DomainError } from '../common/domain-error.js';
import { fromPublicId, newId } from '../common/ids.js';
import type { SecretPlace } from '../common/secret-box.js';
import { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import { whileProlonged } from '../database/lease.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

const KEPT_DAYS = 30;
const MOST_SUBJECTS = 100;

export interface KeyedRequest {
  readonly caller: Pick<Caller, 'accountId' | 'mode'>;
  readonly route: string;
  readonly key: string;
  /** SHA-256 of what is asked. */
  readonly fingerprint: Buffer;
}

export interface StoredAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type AnswerKey = Pick<IdempotencyKey, 'accountId' | 'mode' | 'route' | 'key'>;

export type Claim =
  { readonly kind: 'work'; readonly row: IdempotencyKey } | { readonly kind: 'replay'; readonly answer: StoredAnswer };

/**
 * Each key is claimed before the work and answered after it. The claim carries the id that the work's result will have,
 * so that a retry after a crash in between finds what was done instead of doing it again.
 */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly config: AppConfig,
  ) {}

  /** One statement: claims a fresh or abandoned key, or reads the one in the way. Throws the two conflicts. */
  async claim(request: KeyedRequest): Promise<Claim> {
    const { caller, route, key, fingerprint } = request;
    const rows = await this.database.query<object & { is_ours: boolean }>(
      `WITH claimed AS (
         INSERT INTO idempotency_keys AS held
           (account_id, mode, route, key, fingerprint, resource_id, leased_until, fence, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7), 1, now(), now() + make_interval(days => $8))
         ON CONFLICT (account_id, mode, route, key) DO UPDATE
           SET leased_until = EXCLUDED.leased_until, fence = held.fence + 1
           WHERE held.answer_status IS NULL AND held.fingerprint = EXCLUDED.fingerprint
             AND (held.leased_until IS NULL OR held.leased_until <= now())
         RETURNING *, true AS is_ours)
       SELECT * FROM claimed
       UNION ALL
       SELECT *, false FROM idempotency_keys
       WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4 AND NOT EXISTS (SELECT FROM claimed)`,
      [caller.accountId, caller.mode, route, key, fingerprint, newId(), this.config.leaseSeconds, KEPT_DAYS],
    );
    const [row] = this.database.hydrate(IdempotencyKey, rows);
    // The twin's row was inserted after our snapshot and before our insert: it is running.
    if (!row) throw inProgress();
    if (rows[0]!.is_ours) return { kind: 'work', row };
    if (!row.fingerprint.equals(fingerprint)) {
      throw new DomainError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new request.',
      );
    }
    if (row.answerStatus === null) throw inProgress();
    return {
      kind: 'replay',
      answer: { status: row.answerStatus, type: row.answerType!, body: this.unseal(row, row.answerBody!) },
    };
  }

  /** Runs the work of a claim, which lasts for as long as it does: a provider may take longer than a lease. */
  whileHeld<Result>(row: IdempotencyKey, work: () => Promise<Result>): Promise<Result> {
    const { leaseSeconds } = this.config;
    const prolong = () =>
      this.database.run(
        `UPDATE idempotency_keys SET leased_until = now() + make_interval(secs => $6)
         WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4 AND fence = $5 AND leased_until > now()`,
        [row.accountId, row.mode, row.route, row.key, row.fence, leaseSeconds],
      );
    return whileProlonged({ leaseSeconds, prolong }, work);
  }

  /**
   * Keeps the answer before it is sent. The first one stays. Throws `idempotency_in_progress` while another try, which has
   * taken the key over, is still at it: what it does may put an end to what this answer tells.
   */
  async answer(row: IdempotencyKey, answer: StoredAnswer): Promise<StoredAnswer> {
    const [kept] = await this.database.query<{ status: number; type: string; body: string }>(
      `UPDATE idempotency_keys SET leased_until = NULL,
         answer_status = coalesce(answer_status, $5), answer_type = coalesce(answer_type, $6), answer_body = coalesce(answer_body, $7),
         subjects = coalesce(subjects, $9)
       WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4 AND (fence = $8 OR answer_status IS NOT NULL)
       RETURNING answer_status AS status, answer_type AS type, answer_body AS body`,
      [
        row.accountId,
        row.mode,
        row.route,
        row.key,
        answer.status,
        answer.type,
        this.secrets.box.seal(answer.body, placeOfAnswer(row)),
        row.fence,
        subjectsOf(answer.body),
      ],
    );
    if (kept) return { ...kept, body: this.unseal(row, kept.body) };
    if (await this.isKnown(row)) throw inProgress();
    return answer;
  }

  /** The work did not come to an answer worth keeping: the next try does it again, under the same id. */
  async release(row: IdempotencyKey): Promise<void> {
    await this.database.run(
      `UPDATE idempotency_keys SET leased_until = NULL
       WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4 AND fence = $5`,
      [row.accountId, row.mode, row.route, row.key, row.fence],
    );
  }

  /** The request was not even valid: the key is free again. */
  async forget(row: IdempotencyKey): Promise<void> {
    await this.database.run(
      `DELETE FROM idempotency_keys
       WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4 AND fence = $5 AND answer_status IS NULL`,
      [row.accountId, row.mode, row.route, row.key, row.fence],
    );
  }

  private async isKnown(row: IdempotencyKey): Promise<boolean> {
    const known = await this.database.query(
      'SELECT FROM idempotency_keys WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4',
      [row.accountId, row.mode, row.route, row.key],
    );
    return known.length > 0;
  }

  private unseal(row: IdempotencyKey, body: string): string {
    return this.secrets.box.open(body, placeOfAnswer(row));
  }
}

/** An answer may hold what is shown once, such as a signing secret, or a payer's link: it rests sealed like those. */
export function placeOfAnswer({ accountId, mode, route, key }: AnswerKey): SecretPlace {
  return { table: 'idempotency_keys', column: 'answer_body', accountId, mode, rowId: `${route} ${key}` };
}

/** The payments and links that an answer names, to find it again by them. What names very many is a list of numbers. */
function subjectsOf(body: string): string[] {
  const named = new Set(body.match(/\b(?:pay|lnk)_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g));
  if (named.size > MOST_SUBJECTS) return [];
  return [...named].flatMap((id) => fromPublicId('payment', id) ?? fromPublicId('link', id) ?? []);
}

function inProgress(): DomainError {
  return new DomainError(
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still running. Ask again.',
    {
      retryAfterSeconds: 1,
    },
  );
}
