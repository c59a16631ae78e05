import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.js';
import { holdAt, pointOf } from './held.points.js';
import { HeldRows } from './held.rows.js';
import { LEASE_MS } from './simulation.world.js';

export const PROCESS_FAULTS: readonly Fault[] = [
  {
    name: 'a process is killed',
    async strike(world, random) {
      const victim = random.pick(world.fleet.members);
      const held = await HeldRows.now(world);
      await victim.process.kill('SIGKILL');
      world.held.push(held);
      await delay(random.integer(0, 1500));
      await world.fleet.restart(victim);
    },
  },
  {
    name: 'an API is killed when the provider has made the page',
    async strike(world, random) {
      const victim = random.pick(world.fleet.of('api'));
      const isThere = await holdAt(victim, 'before', [/INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/]);
      const held = await HeldRows.now(world);
      await victim.process.kill('SIGKILL');
      victim.database.letPass();
      if (isThere) world.chronicle.saw('killed with a page that the provider had made');
      world.held.push(held);
      await world.fleet.restart(victim);
    },
  },
  {
    name: 'a process is killed in the middle of something',
    async strike(world, random) {
      const victim = random.pick(world.fleet.members);
      const isThere = await holdAt(victim, random.pick(['before', 'after']), pointOf(victim, random));
      const held = await HeldRows.now(world);
      await victim.process.kill('SIGKILL');
      victim.database.letPass();
      if (isThere) world.chronicle.saw('killed in the middle of something');
      world.held.push(held);
      await world.fleet.restart(victim);
    },
  },
  {
    name: 'a process stands still for longer than its lease',
    async strike(world, random) {
      const { process } = random.pick(world.fleet.members);
      process.signal('SIGSTOP');
      const held = await HeldRows.now(world);
      await delay(LEASE_MS + random.integer(500, 2500));
      process.signal('SIGCONT');
      world.held.push(held);
    },
  },
  {
    name: 'a process stands still before it writes, for longer than its lease',
    async strike(world, random) {
      const zombie = random.pick(world.fleet.members);
      const isThere = await holdAt(zombie, 'before', pointOf(zombie, random));
      zombie.process.signal('SIGSTOP');
      const held = await HeldRows.now(world);
      await delay(LEASE_MS + random.integer(1000, 2500));
      const taken = await held.takenOver(world);
      zombie.process.signal('SIGCONT');
      zombie.database.goOn();
      if (isThere && taken > 0) world.chronicle.saw('a zombie woke with a write, and its row was somebody else’s');
      world.held.push(held);
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
