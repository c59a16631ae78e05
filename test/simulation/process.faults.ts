import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.js';
import type { Member } from './fleet.js';
import { fencedWriteOf, holdAt, pointOf } from './held.points.js';
import { HeldRows } from './held.rows.js';
import type { SeededRandom } from './seeded.random.js';
import { LEASE_MS, type SimulationWorld } from './simulation.world.js';

const PAGE_IS_MADE = [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/];

export const PROCESS_FAULTS: readonly Fault[] = [
  {
    name: 'a process is killed',
    async strike(world, random) {
      await kill(world, random.pick(world.fleet.members));
    },
  },
  {
    name: 'an API is killed when the provider has made the page',
    async strike(world, random) {
      const victim = random.pick(world.fleet.of('api'));
      if (await holdAt(victim, 'before', PAGE_IS_MADE)) world.chronicle.saw('killed with a page that was just made');
      await kill(world, victim);
    },
  },
  {
    name: 'a process is killed in the middle of something',
    async strike(world, random) {
      const victim = random.pick(world.fleet.members);
      const isThere = await holdAt(victim, random.pick(['before', 'after']), pointOf(victim, random));
      if (isThere) world.chronicle.saw('killed in the middle of something');
      await kill(world, victim);
    },
  },
  {
    name: 'a process stands still for longer than its lease',
    async strike(world, random) {
      const { process } = random.pick(world.fleet.members);
      process.signal('SIGSTOP');
      world.held.push(await HeldRows.of(world));
      await delay(LEASE_MS + random.integer(0, 2000));
      process.signal('SIGCONT');
    },
  },
  {
    name: 'an API stands still before it writes, for longer than its lease',
    async strike(world, random) {
      await holdUp(world, random.pick(world.fleet.of('api')), random);
    },
  },
  {
    name: 'a worker stands still before it writes, for longer than its lease',
    async strike(world, random) {
      await holdUp(world, random.pick(world.fleet.of('worker')), random);
    },
  },
  {
    name: 'processes are restarted, one after the other',
    async strike(world, random) {
      for (const member of world.fleet.of(random.pick(['api', 'worker']))) {
        const { code, signal } = await member.process.kill('SIGTERM');
        if (code !== 0) world.chronicle.violate(`${member.name} was told to stop, and ended with ${code ?? signal}`);
        await world.fleet.restart(member);
      }
    },
  },
];

async function kill(world: SimulationWorld, victim: Member): Promise<void> {
  await victim.process.kill('SIGKILL');
  victim.database.letPass();
  world.held.push(await HeldRows.of(world));
  await world.fleet.restart(victim);
}

/** What it was about to write comes when somebody else may have claimed the row, and must hit nothing. */
async function holdUp(world: SimulationWorld, zombie: Member, random: SeededRandom): Promise<void> {
  const isThere = await holdAt(zombie, 'before', fencedWriteOf(zombie, random));
  zombie.process.signal('SIGSTOP');
  const held = await HeldRows.of(world);
  await delay(LEASE_MS + random.integer(0, 2000));
  const taken = await held.takenOver();
  if (isThere && taken > 0) world.chronicle.saw('a zombie woke with a write, and its row was somebody else’s');
  world.held.push(held);
  zombie.process.signal('SIGCONT');
  zombie.database.goOn();
}
