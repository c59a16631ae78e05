import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type { ConnectionDto } from '../../src/connections/dto/connection.dto.js';
import { exchange, type Answer } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld, type Env } from '../support/dunlin.world.js';
import { faultsInDatabase } from '../support/verification.js';
import type { Setting } from './act.types.js';
import { FeedFollower } from './feed.follower.js';
import { PostOffice } from './post.office.js';
import { RetryingErp } from './retrying.erp.js';
import type { Sightings } from './sightings.js';

/** As many processes serve the API and do the work, each of both. */
const PROCESSES = 2;
/** A start takes a core for seconds: with every crash that plans ask for, hardly anything else would happen. */
const ASKED_FOR_ONE_CRASH = 12;
const PROVIDER_TIMEOUT_MS = 1500;
const CURRENCIES = ['GBP', 'EUR', 'JPY', 'KWD'];

export interface Till {
  readonly connection: ConnectionDto;
  /** The header by which the provider knows the account. */
  readonly authorization: string;
}

/** Everything real that payments of the model run through, many of them at a time. */
export class MoneyWorld {
  private crashing: Promise<unknown> = Promise.resolve();
  private crashesAsked = 0;

  private constructor(
    private readonly world: DunlinWorld,
    private readonly processes: { env: Env; process: DunlinProcess }[],
    readonly post: PostOffice,
    readonly erp: RetryingErp,
    readonly feed: FeedFollower,
    readonly tills: Readonly<Record<Setting['till'], Till>>,
    readonly sightings: Sightings,
  ) {}

  static async open(sightings: Sightings): Promise<MoneyWorld> {
    const [post, world] = await Promise.all([
      PostOffice.open(),
      DunlinWorld.create({ simulator: { currencies: CURRENCIES } }),
    ]);
    try {
      await forgetPace(world);
      const ports = [world.port, ...(await Promise.all(Array.from({ length: PROCESSES - 1 }, freePort)))];
      const start = async (env: Env) => ({ env, process: await world.start(env) });
      const processes = await Promise.all(ports.map((port) => start(envOf(world, post, port))));
      const erp = new RetryingErp(
        processes.map(({ process }) => process.url),
        world.sandboxKey,
      );
      const tills = await openTills(world);
      return new MoneyWorld(world, processes, post, erp, new FeedFollower(erp, world.schemas), tills, sightings);
    } catch (error) {
      await Promise.all([world.close(), post.close()]);
      throw error;
    }
  }

  get simulatorUrl(): string {
    return this.world.simulator.url;
  }

  rows<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.world.rows<Row>(text, values);
  }

  /** What does not hold in the whole database by now, in words. */
  faults(): Promise<string[]> {
    return faultsInDatabase(this.world.env(), []);
  }

  /** What the simulator alone has: scenarios, the payer's hand, the ledger. */
  async control<Body>(method: 'GET' | 'POST', path: string, body?: object): Promise<Body> {
    const answer = await exchange({ method, url: `${this.simulatorUrl}/_sim/${path}`, ...(body && { body }) });
    if (answer.status !== 200) throw new Error(`The simulator refused ${path}: ${answer.text}`);
    return answer.json<Body>();
  }

  /** The provider's API, as its own portal uses it: its trouble is the portal's too, and then there is no answer. */
  async portal(
    till: Setting['till'],
    call: { method: 'GET' | 'POST' | 'DELETE'; path: string; body?: object },
  ): Promise<Answer | undefined> {
    const headers = {
      authorization: this.tills[till].authorization,
      version: '2025-09-10',
      idempotencykey: randomUUID(),
    };
    const { method, path, body } = call;
    const request = { method, url: `${this.simulatorUrl}${path}`, headers, timeoutMs: 2000, ...(body && { body }) };
    return exchange(request).catch(() => undefined);
  }

  /** Kills one of the processes, whatever it is at, and begins another in its place; not as often as it is asked to. */
  crash(): void {
    this.crashesAsked += 1;
    if (this.crashesAsked % ASKED_FOR_ONE_CRASH !== 0) return;
    const victim = this.processes[this.sightings.of('a process was killed') % PROCESSES]!;
    this.sightings.saw('a process was killed');
    this.crashing = this.crashing.then(async () => {
      await victim.process.kill('SIGKILL');
      victim.process = await this.world.start(victim.env);
    });
  }

  async close(): Promise<void> {
    // A start that failed is told by whoever then gets no answer.
    await this.crashing.catch(() => undefined);
    await this.feed.stop();
    await this.world.close();
    await Promise.all([this.erp.close(), this.post.close()]);
  }
}

function envOf(world: DunlinWorld, post: PostOffice, port: number): Env {
  return {
    PORT: String(port),
    PUBLIC_URL: post.url,
    JODO_SANDBOX_BASE_URL: world.simulator.url,
    // Nobody looks unless told to, so that what a sequence leads to is its own doing.
    LOOK_SCHEDULE: '3600',
    PROVIDER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
    WORKER_POLL_MS: '400',
    DATABASE_POOL_SIZE: '15',
    LOG_LEVEL: 'error',
    // Dojo takes two currencies of two decimals; others would show what a wrong exponent does.
    NODE_OPTIONS: `--import=${pathToFileURL(resolve('test/support/far-currencies.mjs')).href}`,
  };
}

/** How calls are spaced is tested elsewhere; here it would be nothing but waiting. */
async function forgetPace(world: DunlinWorld): Promise<void> {
  await world.rows(`
    CREATE FUNCTION forget_pace() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.free_at := now() - interval '1 hour'; RETURN NEW; END $$`);
  await world.rows(`
    CREATE TRIGGER forget_pace BEFORE INSERT OR UPDATE ON provider_paces FOR EACH ROW EXECUTE FUNCTION forget_pace()`);
}

async function openTills(world: DunlinWorld): Promise<Record<Setting['till'], Till>> {
  const [dojo, order, link] = await Promise.all([
    openDojo(world),
    openJodo(world, 'order'),
    openJodo(world, 'payment_link'),
  ]);
  return { dojo, 'jodo order': order, 'jodo link': link };
}

async function openDojo(world: DunlinWorld): Promise<Till> {
  const apiKey = `sk_sandbox_${randomUUID()}`;
  return openTill(world, { provider: 'dojo', credentials: { apiKey } }, `Basic ${apiKey}`);
}

async function openJodo(world: DunlinWorld, product: string): Promise<Till> {
  const credentials = { apiKey: `jodo_sim_${randomUUID()}`, apiSecret: 'secret' };
  const settings = { product, failureNotificationEmail: 'operator@example.com', allowedSourceAddresses: [] };
  const pair = Buffer.from(`${credentials.apiKey}:${credentials.apiSecret}`).toString('base64');
  return openTill(world, { provider: 'jodo', credentials, settings }, `Basic ${pair}`);
}

async function openTill(world: DunlinWorld, body: object, authorization: string): Promise<Till> {
  const connection = await world.api.make<ConnectionDto>('/v1/connections', { name: 'Simulated', ...body });
  const verified = await world.api.make<ConnectionDto>(`/v1/connections/${connection.id}/verify`);
  if (!verified.webhooksVerified) throw new Error(`No webhooks: ${JSON.stringify(verified.verification)}`);
  return { connection: verified, authorization };
}
