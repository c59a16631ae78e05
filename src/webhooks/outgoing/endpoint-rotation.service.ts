import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { DomainError } from '../../common/domain-error.js';
import { Secrets } from '../../config/secrets.js';
import type { RowKey } from '../../database/owned-row.js';
import { Transactor } from '../../database/transactor.js';
import { EndpointSeals, rotatedSecrets } from './endpoint-seals.js';
import { EndpointsService, type EndpointWithSecret } from './endpoints.service.js';
import { newWebhookSecret } from './webhook-signature.js';

/** Each of them signs every message, in one header that receivers must accept. */
const MAX_SECRETS = 5;

/** Gives an endpoint another signing secret while messages go on. */
@Injectable()
export class EndpointRotation {
  private readonly seals: EndpointSeals;

  constructor(
    private readonly transactor: Transactor,
    private readonly endpoints: EndpointsService,
    secrets: Secrets,
    private readonly clock: Clock,
  ) {
    this.seals = new EndpointSeals(secrets.box);
  }

  /**
   * The former secrets sign along for the overlap. A retry with the same request id shows the same secret again. Throws
   * `not_found`, and `state_conflict` while too many former ones overlap.
   */
  rotate(
    key: RowKey,
    { overlapHours, requestId }: { overlapHours: number; requestId: string },
  ): Promise<EndpointWithSecret> {
    return this.transactor.run(async (tx) => {
      const endpoint = await this.endpoints.lock(tx, key);
      const stored = this.seals.open(endpoint);
      const made = stored.find((known) => known.requestId === requestId);
      if (made) return { endpoint, secret: made.secret };
      const now = this.clock.now();
      const fresh = { secret: newWebhookSecret(), until: null, requestId };
      const rotated = rotatedSecrets(stored, { fresh, now, overlapUntil: this.clock.inSeconds(overlapHours * 3600) });
      if (rotated.length > MAX_SECRETS) throw tooManySecrets();
      Object.assign(endpoint, { secrets: this.seals.seal(endpoint, rotated), updatedAt: now });
      await tx.write({ update: [{ row: endpoint, set: ['secrets', 'updatedAt'] }] });
      return { endpoint, secret: fresh.secret };
    });
  }
}

function tooManySecrets(): DomainError {
  return new DomainError(
    'state_conflict',
    `${MAX_SECRETS} secrets sign for this endpoint already. Wait until one of them ends, or rotate with a shorter overlap: with 0 hours the new secret signs alone.`,
  );
}
