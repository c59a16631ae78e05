import { SCOPES } from '../../src/accounts/scopes.js';
import type { CreatedEndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { ProviderSwitch } from '../fixtures/provider.switch.js';
import { Shop } from '../fixtures/shop.js';
import { DunlinWorld, type Env } from '../support/dunlin.world.js';
import { ScriptedSmtp } from '../support/scripted.smtp.js';
import { TcpProxy } from '../support/tcp.proxy.js';
import type { Chronicle } from './chronicle.js';
import { FeedReader } from './feed.reader.js';
import { Fleet } from './fleet.js';
import { FrontDoor } from './front.door.js';
import type { HeldRows } from './held.rows.js';
import { InsistentErp, type ApiKey } from './insistent.erp.js';
import { Subscriber } from './subscriber.js';

export const LEASE_MS = 2000;
const SUBSCRIBERS = 3;
const EVERY_TEN_SECONDS = Array.from({ length: 120 }, (_, index) => 30 + index * 10);
/** Seconds in place of minutes, and so many that no storm outlasts them. */
const ENV = {
  LEASE_SECONDS: String(LEASE_MS / 1000),
  LOOK_SCHEDULE: [1, 2, 3, 5, 8, 13, 21, ...EVERY_TEN_SECONDS].join(','),
  DELIVERY_SCHEDULE: [0, 0.5, ...Array<number>(60).fill(1)].join(','),
  MAIL_SCHEDULE: [0, 0.5, ...Array<number>(60).fill(1)].join(','),
  RECONCILIATION_SECONDS: '30',
  PROVIDER_TIMEOUT_MS: '2500',
  DELIVERY_TIMEOUT_MS: '1500',
  DATABASE_POOL_SIZE: '8',
  MAIL_FROM: 'payments@example.com',
} as const;

/** The same of what the database is waited for: 35 s until a connection is given up, otherwise. */
const PATIENCE = 'query_timeout=6000&statement_timeout=5000&lock_timeout=3000';

/**
 * Everything that a run needs, real: two APIs behind one door and two workers as processes of their own, their database and
 * their provider behind networks that may break, a mail server, and an ERP that asks, reads and is told.
 */
export interface SimulationWorld {
  readonly dunlin: DunlinWorld;
  readonly databaseNetwork: TcpProxy;
  readonly providerNetwork: TcpProxy;
  /** Breaks one account at the provider, and leaves the other as it is. */
  readonly provider: ProviderSwitch;
  readonly smtp: ScriptedSmtp;
  readonly fleet: Fleet;
  /** The first is preferred. */
  readonly shops: readonly Shop[];
  readonly subscribers: readonly Subscriber[];
  readonly erp: InsistentErp;
  readonly feed: FeedReader;
  readonly chronicle: Chronicle;
  /** What was claimed whenever a process was stopped. */
  readonly held: HeldRows[];
  close(): Promise<void>;
}

/** Rejects, with nothing left behind, where something does not start. */
export async function openWorld(chronicle: Chronicle): Promise<SimulationWorld> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await furnish(chronicle, undo)), chronicle, held: [], close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(
  chronicle: Chronicle,
  undo: (() => Promise<unknown>)[],
): Promise<Omit<SimulationWorld, 'close' | 'chronicle' | 'held'>> {
  const closing = <Part>(part: Part, close: (part: Part) => Promise<unknown>): Part => {
    undo.push(() => close(part));
    return part;
  };
  const dunlin = closing(await DunlinWorld.create(), (world) => world.close());
  const smtp = closing(await ScriptedSmtp.start(), (server) => server.stop());
  const provider = closing(await ProviderSwitch.start(dunlin.simulator.url), (proxy) => proxy.stop());
  const providerNetwork = closing(await TcpProxy.start(provider.url), (network) => network.cut());
  const databaseNetwork = closing(await TcpProxy.start(dunlin.database.url), (network) => network.cut());
  const env: Env = { ...ENV, DOJO_BASE_URL: providerNetwork.url, SMTP_URL: smtp.url };
  const databaseUrl = `${databaseNetwork.url}?${PATIENCE}`;
  const fleet = closing(await Fleet.start(dunlin, { databaseUrl, env }), (all) => all.close());
  closing(await FrontDoor.open(dunlin.port, fleet.apiPorts), (door) => door.close());
  const shops = [await Shop.dojo(dunlin, { priority: 1 }), await Shop.dojo(dunlin, { priority: 2 })];
  const subscribers = await Promise.all(
    Array.from({ length: SUBSCRIBERS }, async () => closing(await Subscriber.start(), (one) => one.close())),
  );
  for (const subscriber of subscribers) await subscribe(dunlin, subscriber);
  const apiKey = await dunlin.api.make<ApiKey>('/v1/api-keys', { name: 'ERP', scopes: SCOPES });
  const erp = new InsistentErp(dunlin.url, chronicle, apiKey);
  const feed = closing(new FeedReader(dunlin.api, chronicle), (reader) => reader.stop());
  return { dunlin, databaseNetwork, providerNetwork, provider, smtp, fleet, shops, subscribers, erp, feed };
}

async function subscribe(dunlin: DunlinWorld, subscriber: Subscriber): Promise<void> {
  const { id, secret } = await dunlin.api.make<CreatedEndpointDto>('/v1/webhook-endpoints', { url: subscriber.url });
  subscriber.id = id;
  subscriber.learn(secret);
}
