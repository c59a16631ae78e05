import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { Database } from '../database/database.js';
import { isDay } from '../reconciliation/reconciliation-days.js';
import type { ConnectionDay } from '../reconciliation/connection-day.js';
import { ReconciliationStates } from '../reconciliation/reconciliation-states.query.js';
import type { ReconciledDay } from '../reconciliation/reconciled-day.entity.js';
import { Reconciliations } from '../reconciliation/reconciliations.service.js';
import { UsageError, type Command } from './command.js';
import { keyOf, OWNER_OPTIONS, ownerIn } from './ids.js';

const LONGEST_RUN_DAYS = 32;

export const RECONCILE_COMMANDS: readonly Command[] = [
  {
    name: 'reconcile now',
    about: "Compare a connection with its provider's own list of payments now",
    words: ['<con_…>'],
    run: async (app, { words }) => {
      const key = await keyOf(app.get(Database), 'connection', { table: 'connections', publicId: words[0]! });
      const reconciliations = app.get(Reconciliations);
      const startedAt = app.get(Clock).now();
      await reconciliations.run(await reconciliations.claimNow(key), new AbortController().signal);
      const days = await app.get(ReconciliationStates).newest(key, LONGEST_RUN_DAYS);
      const done = days.filter(({ checkedAt }) => checkedAt >= startedAt).toReversed();
      return { data: done.map(rowOfDay), note: 'Workers look at what was asked for.' };
    },
  },
  {
    name: 'reconcile day',
    about: 'Tell how far the connections of an account were compared for a UTC day',
    words: ['<date>'],
    options: OWNER_OPTIONS,
    run: async (app, input) => {
      const day = input.words[0]!;
      if (!isDay(day)) throw new UsageError('the date must be a day such as 2026-11-20');
      const states = await app.get(ReconciliationStates).ofDays(ownerIn(input), [day]);
      return {
        data: states.map(rowOfState),
        isBad: states.some(({ run }) => run !== undefined && run.failure !== null),
      };
    },
  },
];

function rowOfDay({ day, checkedAt, listed, unknown, inFlight, differences, missing, asked }: ReconciledDay) {
  return { day, checkedAt: checkedAt.toISOString(), listed, unknown, inFlight, differences, missing, asked };
}

function rowOfState({ connection, method, state, run, checkedAt, figures, orphans }: ConnectionDay) {
  const { listed, unknown, differences, missing, asked } = figures;
  return {
    id: toPublicId('connection', connection.id),
    provider: connection.provider,
    name: connection.name,
    method,
    state,
    checkedAt: checkedAt?.toISOString() ?? null,
    listed,
    ...orphans,
    unknown,
    differences,
    missing,
    asked,
    failure: run?.failure?.message ?? null,
    nextAt: run?.dueAt?.toISOString() ?? null,
  };
}
