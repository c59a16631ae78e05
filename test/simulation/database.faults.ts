import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.js';
import { cutAt, pointOf } from './held.points.js';

export const DATABASE_FAULTS: readonly Fault[] = [
  {
    name: 'the database is away',
    async strike({ databaseNetwork }, random) {
      await databaseNetwork.cut();
      await delay(random.integer(300, 2500));
      await databaseNetwork.mend();
    },
  },
  {
    name: 'one process loses its database',
    async strike({ fleet }, random) {
      const { database } = random.pick(fleet.members);
      await database.cut();
      await delay(random.integer(300, 2500));
      await database.mend();
    },
  },
  {
    name: 'the database says nothing any more',
    async strike({ databaseNetwork }, random) {
      databaseNetwork.silence();
      await delay(random.integer(500, 2500));
      // Connections from before stay silent for ever.
      databaseNetwork.restore();
    },
  },
  {
    name: 'the way to the database is slow',
    async strike({ databaseNetwork }, random) {
      databaseNetwork.delay(random.integer(10, 60));
      await delay(random.integer(1500, 3500));
      databaseNetwork.delay(0);
    },
  },
  {
    name: 'connections break before a write becomes durable',
    async strike({ fleet, chronicle }, random) {
      for (let times = random.integer(2, 4); times > 0; times -= 1) {
        const member = random.pick(fleet.members);
        if (await cutAt(member, 'before', pointOf(member, random)))
          chronicle.saw('a connection broke before its COMMIT');
      }
    },
  },
  {
    name: 'connections break after a write became durable, and nobody is told',
    async strike({ fleet, chronicle }, random) {
      for (let times = random.integer(2, 4); times > 0; times -= 1) {
        const member = random.pick(fleet.members);
        if (await cutAt(member, 'after', pointOf(member, random))) chronicle.saw('a connection broke after its COMMIT');
      }
    },
  },
];
