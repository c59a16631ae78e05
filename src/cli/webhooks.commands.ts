import { Database } from '../database/database.js';
import { Waker } from '../database/waker.js';
import { DELIVERIES_TOPIC } from '../webhooks/outgoing/delivery-planner.worker.js';
import { UsageError, type Command } from './command.js';
import { keyOf } from './ids.js';

export const WEBHOOKS_COMMANDS: readonly Command[] = [
  {
    name: 'webhooks replay',
    about: 'Deliver events to an endpoint once more, whatever became of them there',
    options: {
      endpoint: { type: 'string', value: '<whe_…>', about: 'where to', isRequired: true },
      from: { type: 'string', value: '<sequence>', about: 'the first event', isRequired: true },
      to: { type: 'string', value: '<sequence>', about: 'the last event; without it, the newest' },
    },
    run: async (app, { options }) => {
      const database = app.get(Database);
      const publicId = String(options['endpoint']);
      const endpoint = await keyOf(database, 'endpoint', { table: 'endpoints', publicId });
      const from = sequenceIn('from', options['from']);
      const to = options['to'] === undefined ? Number.MAX_SAFE_INTEGER : sequenceIn('to', options['to']);
      // The fence: an attempt that is under way must not be noted as the answer to this one.
      const due = await database.run(
        `UPDATE deliveries SET status = 'due', due_at = now(), delivered_at = NULL, leased_until = NULL, fence = fence + 1
         FROM events, endpoints
         WHERE (deliveries.account_id, deliveries.mode, deliveries.endpoint_id) = ($1, $2, $3)
           AND (events.account_id, events.mode, events.id) = (deliveries.account_id, deliveries.mode, deliveries.event_id)
           AND (endpoints.account_id, endpoints.mode, endpoints.id) = ($1, $2, $3) AND endpoints.status <> 'deleted'
           AND events.sequence BETWEEN $4 AND $5`,
        [endpoint.accountId, endpoint.mode, endpoint.id, from, to],
      );
      app.get(Waker).wake(DELIVERIES_TOPIC);
      return { data: { endpoint: publicId, due }, note: 'Workers deliver them, unless the endpoint is paused.' };
    },
  },
];

function sequenceIn(name: string, option: string | boolean | undefined): number {
  if (typeof option === 'string' && /^\d{1,15}$/.test(option)) return Number(option);
  throw new UsageError(`--${name} must be the sequence of an event, such as 1042`);
}
