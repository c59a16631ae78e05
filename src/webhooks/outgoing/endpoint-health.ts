import { Injectable } from '@nestjs/common';
import { AppLogger } from '../../common/app-logger.js';
import { Clock } from '../../common/clock.js';
import { toPublicId } from '../../common/ids.js';
import { AppConfig } from '../../config/app-config.js';
import { Transactor } from '../../database/transactor.js';
import { EventLog } from '../../events/event-log.js';
import type { Event } from '../../events/event.entity.js';
import { endpointEventOf } from './endpoint-events.js';
import { Endpoint } from './endpoint.entity.js';
import { verdictOn, type EndpointSigns, type EndpointVerdict } from './endpoint-verdict.js';
import type { WebhookAttempt } from './webhook-sender.js';

/** What has to be known of an endpoint to judge it. */
export type WatchedEndpoint = Pick<Endpoint, 'key' | 'id' | 'status' | 'failingSince' | 'warnedAt'>;

export interface EndpointSign {
  readonly endpointId: string;
  readonly attempt: Pick<WebhookAttempt, 'outcome'>;
  /** When it was sent. */
  readonly at: Date;
}

/** Knows since when an endpoint only fails, warns the ERP of it, and pauses what is gone or has failed for too long. */
@Injectable()
export class EndpointHealth {
  constructor(
    private readonly transactor: Transactor,
    private readonly eventLog: EventLog,
    private readonly logger: AppLogger,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Draws the conclusions from attempts that are on record. A working endpoint that accepts costs nothing. */
  async heed(endpoints: readonly WatchedEndpoint[], signs: readonly EndpointSign[]): Promise<void> {
    for (const endpoint of endpoints) {
      const summary = summaryOf(signs.filter(({ endpointId }) => endpointId === endpoint.id));
      if (verdictOn(endpoint, summary, this.config)) await this.judge(endpoint, summary);
    }
  }

  /** Judged again under the row's lock: another worker may have warned, or an operator resumed, a moment ago. */
  private async judge({ key }: WatchedEndpoint, signs: EndpointSigns): Promise<void> {
    const verdict = await this.transactor.run(async (tx) => {
      // NO KEY: every note of this process waits meanwhile, and must not wait for a planner or a replay.
      const [endpoint] = await tx.select(
        Endpoint,
        'WHERE account_id = $1 AND mode = $2 AND id = $3 FOR NO KEY UPDATE',
        [key.accountId, key.mode, key.id],
      );
      const seen = endpoint && verdictOn(endpoint, signs, this.config);
      if (!seen) return null;
      const event = this.apply(endpoint, seen, signs);
      await tx.write({
        insert: event ? [event] : [],
        update: [
          { row: endpoint, set: ['status', 'failingSince', 'warnedAt', 'pausedAt', 'pauseReason', 'updatedAt'] },
        ],
      });
      return seen;
    });
    if (!verdict || verdict === 'failing') return;
    this.logger.warn({ endpoint: toPublicId('endpoint', key.id), verdict }, 'webhook endpoint');
    this.eventLog.announce();
  }

  private apply(endpoint: Endpoint, verdict: EndpointVerdict, { failedAt }: EndpointSigns): Event | null {
    const at = this.clock.now();
    switch (verdict) {
      case 'recovered':
        Object.assign(endpoint, { failingSince: null, warnedAt: null });
        return null;
      case 'failing':
        endpoint.failingSince = failedAt;
        return null;
      case 'warned':
        Object.assign(endpoint, { warnedAt: at, updatedAt: at });
        return this.eventLog.rowOf(endpoint, endpointEventOf('endpoint.warning', endpoint, at));
      case 'paused_failing':
      case 'paused_gone': {
        const pauseReason = verdict === 'paused_gone' ? 'gone' : 'failing';
        Object.assign(endpoint, { status: 'paused', pausedAt: at, pauseReason, updatedAt: at });
        return this.eventLog.rowOf(endpoint, endpointEventOf('endpoint.paused', endpoint, at));
      }
    }
  }
}

function summaryOf(signs: readonly EndpointSign[]): EndpointSigns {
  const failed = signs.filter(({ attempt }) => attempt.outcome === 'failed').map(({ at }) => at.getTime());
  return {
    isAccepting: signs.some(({ attempt }) => attempt.outcome === 'delivered'),
    isGone: signs.some(({ attempt }) => attempt.outcome === 'gone'),
    failedAt: failed.length === 0 ? null : new Date(Math.min(...failed)),
  };
}
