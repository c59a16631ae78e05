import type { INestApplicationContext } from '@nestjs/common';
import { newId, toPublicId } from '../common/ids.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { DeliveryRepeats } from '../webhooks/outgoing/delivery-repeats.service.js';
import { DEFAULT_OVERLAP_HOURS, MAX_OVERLAP_HOURS } from '../webhooks/outgoing/dto/endpoint-actions.dto.js';
import { EndpointPing } from '../webhooks/outgoing/endpoint-ping.service.js';
import { EndpointResumption } from '../webhooks/outgoing/endpoint-resumption.service.js';
import { EndpointRotation } from '../webhooks/outgoing/endpoint-rotation.service.js';
import { Endpoint } from '../webhooks/outgoing/endpoint.entity.js';
import { UsageError, type Command, type CommandInput } from './command.js';
import { keyOf, OWNER_OPTIONS, ownerIn } from './ids.js';

const WORDS = ['<whe_…>'];

export const ENDPOINTS_COMMANDS: readonly Command[] = [
  {
    name: 'endpoints list',
    about: "List an account's webhook endpoints, oldest first",
    options: OWNER_OPTIONS,
    run: async (app, input) => {
      const { accountId, mode } = ownerIn(input);
      const endpoints = await app
        .get(Database)
        .select(Endpoint, `WHERE account_id = $1 AND mode = $2 AND status <> 'deleted' ORDER BY created_at, id`, [
          accountId,
          mode,
        ]);
      return { data: endpoints.map(rowOf) };
    },
  },
  {
    name: 'endpoints test',
    about: 'Send a ping to an endpoint',
    words: WORDS,
    run: async (app, input) => {
      const eventId = newId();
      await app.get(EndpointPing).send(await endpointIn(app, input), eventId);
      return { data: { endpoint: input.words[0]!, event: toPublicId('event', eventId) }, note: 'Workers deliver it.' };
    },
  },
  {
    name: 'endpoints resume',
    about: 'Take a paused endpoint into use again, and deliver what it missed',
    words: WORDS,
    run: async (app, input) => ({
      data: rowOf(await app.get(EndpointResumption).resume(await endpointIn(app, input))),
    }),
  },
  {
    name: 'endpoints replay',
    about: 'Deliver events to an endpoint once more, whatever became of them there',
    words: WORDS,
    options: {
      from: { type: 'string', value: '<sequence>', about: 'the first event', isRequired: true },
      to: { type: 'string', value: '<sequence>', about: 'the last event; without it, the newest' },
    },
    run: async (app, input) => {
      const endpoint = await endpointIn(app, input);
      const { from, to } = input.options;
      const toSequence = to === undefined ? undefined : sequenceIn('to', to);
      let next: number | null = sequenceIn('from', from);
      let due = 0;
      while (next !== null) {
        const range = { fromSequence: next, toSequence };
        const replayed = await app.get(DeliveryRepeats).replay(endpoint, range);
        due += replayed.deliveries;
        next = replayed.nextSequence;
      }
      return { data: { endpoint: input.words[0]!, due }, note: 'Workers deliver them, unless the endpoint is paused.' };
    },
  },
  {
    name: 'endpoints rotate-secret',
    about: 'Give an endpoint a new signing secret, shown once',
    words: WORDS,
    options: {
      'overlap-hours': {
        type: 'string',
        value: '<hours>',
        about: `how long the former secrets sign along, 0 to ${MAX_OVERLAP_HOURS}; without it, ${DEFAULT_OVERLAP_HOURS}`,
      },
    },
    run: async (app, input) => {
      const overlapHours = overlapHoursIn(input);
      const { secret, endpoint } = await app
        .get(EndpointRotation)
        .rotate(await endpointIn(app, input), { overlapHours, requestId: newId() });
      return { data: { id: toPublicId('endpoint', endpoint.id), secret }, note: 'The secret is shown only now.' };
    },
  },
];

function endpointIn(app: INestApplicationContext, { words }: CommandInput): Promise<RowKey> {
  return keyOf(app.get(Database), 'endpoint', { table: 'endpoints', publicId: words[0]! });
}

function sequenceIn(name: string, option: string | boolean | undefined): number {
  if (typeof option === 'string' && /^[1-9]\d{0,14}$/.test(option)) return Number(option);
  throw new UsageError(`--${name} must be the sequence of an event, such as 1042`);
}

function overlapHoursIn({ options }: CommandInput): number {
  const option = options['overlap-hours'];
  if (option === undefined) return DEFAULT_OVERLAP_HOURS;
  const hours = /^\d{1,3}$/.test(String(option)) ? Number(option) : NaN;
  if (hours <= MAX_OVERLAP_HOURS) return hours;
  throw new UsageError(`--overlap-hours must be a number from 0 to ${MAX_OVERLAP_HOURS}`);
}

function rowOf(endpoint: Endpoint) {
  return {
    id: toPublicId('endpoint', endpoint.id),
    mode: endpoint.mode,
    url: endpoint.url,
    events: endpoint.events.join(',') || 'all',
    status: endpoint.status,
    failingSince: endpoint.failingSince?.toISOString() ?? null,
    pausedAt: endpoint.pausedAt?.toISOString() ?? null,
    pauseReason: endpoint.pauseReason,
  };
}
