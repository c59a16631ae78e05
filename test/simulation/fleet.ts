import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import type { DunlinWorld, Env } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

export type Role = 'api' | 'worker';

/** A process that is begun again whenever it ends, and its own way to the database. */
export interface Member {
  readonly name: string;
  readonly role: Role;
  readonly env: Env;
  readonly database: PostgresProxy;
  process: DunlinProcess;
}

const ROLES: readonly Role[] = ['api', 'api', 'worker', 'worker'];
const START_DEADLINE_MS = 60_000;

/** Two APIs and two workers on one database, as an operator runs them. */
export class Fleet {
  private constructor(
    private readonly world: DunlinWorld,
    readonly members: readonly Member[],
  ) {}

  static async start(world: DunlinWorld, { databaseUrl, env }: { databaseUrl: string; env: Env }): Promise<Fleet> {
    const members = await Promise.all(
      ROLES.map(async (role, index): Promise<Omit<Member, 'process'>> => {
        const [port, database] = await Promise.all([freePort(), PostgresProxy.start(databaseUrl)]);
        const own = { ROLE: role, PORT: String(port), DATABASE_URL: database.url };
        return { name: `${role} ${1 + (index % 2)}`, role, env: { ...env, ...own }, database };
      }),
    );
    const started = members.map(async (member) => ({ ...member, process: await begin(world, member.env) }));
    return new Fleet(world, await Promise.all(started));
  }

  get apiPorts(): number[] {
    return this.of('api').map(({ env }) => Number(env['PORT']));
  }

  of(role: Role): Member[] {
    return this.members.filter((member) => member.role === role);
  }

  /** In place of one that has ended. */
  async restart(member: Member): Promise<void> {
    member.process = await begin(this.world, member.env);
  }

  /** All told to stop. Answers, in words, which of them did not go as they should. */
  async end(): Promise<string[]> {
    const exits = await Promise.all(
      this.members.map(async ({ name, process }) => ({ name, ...(await process.kill('SIGTERM')) })),
    );
    return exits
      .filter(({ code }) => code !== 0)
      .map(({ name, code, signal }) => `${name} was told to stop, and ended with ${code ?? signal}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map(({ database }) => database.cut().catch(() => undefined)));
  }
}

/** As often as it takes: what ends while it starts is started again, as a supervisor does. */
function begin(world: DunlinWorld, env: Env): Promise<DunlinProcess> {
  return patiently(async () => {
    const process = world.spawn(env);
    try {
      await process.ready();
      return process;
    } catch {
      await process.kill('SIGKILL');
      return undefined;
    }
  }, START_DEADLINE_MS);
}
