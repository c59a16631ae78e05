import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { DomainError } from '../../common/domain-error.js';
import { toPublicId } from '../../common/ids.js';
import type { RowKey } from '../../database/owned-row.js';
import { Transactor } from '../../database/transactor.js';
import { EventLog } from '../../events/event-log.js';
import { Event } from '../../events/event.entity.js';
import { EndpointsService } from './endpoints.service.js';

/** Tests an endpoint with an event like any other: numbered, signed, tried again, on record. */
@Injectable()
export class EndpointPing {
  constructor(
    private readonly transactor: Transactor,
    private readonly endpoints: EndpointsService,
    private readonly eventLog: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes the event under the given id, for this endpoint alone; a retry with the same id writes none. Throws `not_found`,
   * and `state_conflict` for a paused endpoint: its ping would wait with everything else, and test nothing.
   */
  async send(key: RowKey, eventId: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      const endpoint = await this.endpoints.lock(tx, key);
      const owned = [key.accountId, key.mode, eventId];
      const [written] = await tx.select(Event, 'WHERE account_id = $1 AND mode = $2 AND id = $3', owned);
      if (written) return;
      if (endpoint.status === 'paused') throw isPaused();
      const ping = this.eventLog.rowOf(key, {
        type: 'ping',
        at: this.clock.now(),
        data: { endpointId: toPublicId('endpoint', endpoint.id) },
        endpointId: endpoint.id,
      });
      await tx.write({ insert: [Object.assign(ping, { id: eventId })] });
    });
    this.eventLog.announce();
  }
}

function isPaused(): DomainError {
  return new DomainError(
    'state_conflict',
    'This endpoint is paused. Resume it: what waits for it is the test. If it still fails nothing is lost, it is only paused again.',
  );
}
