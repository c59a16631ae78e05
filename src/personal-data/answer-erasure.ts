import { Injectable } from '@nestjs/common';
import { Secrets } from '../config/secrets.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { placeOfAnswer } from '../idempotency/idempotency.service.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.entity.js';
import { withoutPersonalData, type Json } from './redaction.js';

type KeptAnswer = Pick<IdempotencyKey, 'route' | 'key'> & { readonly answer_body: string };

/**
 * Answers that are kept for repeated requests. They are rewritten and never removed: a refund whose answer is forgotten
 * would be made a second time by a repeated request.
 */
@Injectable()
export class AnswerErasure {
  constructor(private readonly secrets: Secrets) {}

  /** Those that name one of the payments and links. */
  async erase(tx: Sql, { accountId, mode }: Pick<RowKey, 'accountId' | 'mode'>, subjects: readonly string[]) {
    const answers = await tx.query<KeptAnswer>(
      `SELECT route, key, answer_body FROM idempotency_keys
       WHERE account_id = $1 AND mode = $2 AND subjects && $3::uuid[] AND answer_body IS NOT NULL FOR UPDATE`,
      [accountId, mode, subjects],
    );
    for (const { route, key, answer_body } of answers) {
      const place = placeOfAnswer({ accountId, mode, route, key });
      const kept = this.secrets.box.open(answer_body, place);
      const left = JSON.stringify(withoutPersonalData(JSON.parse(kept) as Json));
      if (left === kept) continue;
      await tx.run(
        `UPDATE idempotency_keys SET answer_body = $5 WHERE account_id = $1 AND mode = $2 AND route = $3 AND key = $4`,
        [accountId, mode, route, key, this.secrets.box.seal(left, place)],
      );
    }
  }
}
