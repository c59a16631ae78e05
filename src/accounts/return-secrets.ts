import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import type { Mode } from '../gateways/payment-gateway.js';
import type { Account } from './account.entity.js';

/**
 * What signs the way of a payer back to the ERP: one secret for each account and mode. It is derived and not stored, so
 * that a copy of the database is not enough to forge a signature, and a rotation is one number more.
 */
@Injectable()
export class ReturnSecrets {
  constructor(
    private readonly secrets: Secrets,
    private readonly database: Database,
  ) {}

  /** `rsec_` and 43 characters. */
  of(account: Pick<Account, 'id' | 'returnSecretVersions'>, mode: Mode): string {
    const version = account.returnSecretVersions[mode] ?? 1;
    const digest = createHmac('sha256', this.secrets.keyPepper)
      .update(`return-secret ${account.id} ${mode} ${version}`)
      .digest('base64url');
    return `rsec_${digest}`;
  }

  /** From now on another one signs; nothing is signed with the former one any more. */
  async rotate(accountId: string, mode: Mode): Promise<void> {
    await this.database.run(
      `UPDATE accounts SET return_secret_versions = return_secret_versions
         || jsonb_build_object($2::text, coalesce((return_secret_versions ->> $2)::integer, 1) + 1)
       WHERE id = $1`,
      [accountId, mode],
    );
  }
}
