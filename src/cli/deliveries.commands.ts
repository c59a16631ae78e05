import { Database } from '../database/database.js';
import { DeliveriesService } from '../webhooks/outgoing/deliveries.service.js';
import { DeliveryRepeats } from '../webhooks/outgoing/delivery-repeats.service.js';
import type { Command } from './command.js';
import { keyOf } from './ids.js';

export const DELIVERIES_COMMANDS: readonly Command[] = [
  {
    name: 'deliveries retry',
    about: 'Deliver one event to one endpoint once more, whatever became of it',
    words: ['<dlv_…>'],
    run: async (app, { words }) => {
      const key = await keyOf(app.get(Database), 'delivery', { table: 'deliveries', publicId: words[0]! });
      await app.get(DeliveryRepeats).retry(key);
      const { id, endpointId, eventId, status, attempts } = await app.get(DeliveriesService).get(key);
      const data = { id, endpoint: endpointId, event: eventId, status, attempts: attempts.length };
      return { data, note: 'Workers deliver it.' };
    },
  },
];
