import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DEFAULT_ACCOUNT_ID } from '../../src/accounts/installation.js';
import { newKey, parseKey } from '../../src/accounts/key-format.js';
import { SCOPES, type Scope } from '../../src/accounts/scopes.js';
import type { ConnectionDto } from '../../src/connections/dto/connection.dto.js';
import type { Mode } from '../../src/gateways/payment-gateway.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentListDto } from '../../src/payments/dto/payment-list.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../src/simulator/simulator.js';
import type { CreatedEndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { ApiClient } from './api.client.js';
import { DunlinProcess, freePort } from './dunlin.process.js';
import { EventSchemas } from './event.schemas.js';
import { ErpReceiver, type ReceivedEvent } from './erp.receiver.js';
import { ProviderControl } from './provider.control.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { faultsInDatabase } from './verification.js';

export type Env = Readonly<Record<string, string>>;

interface Making {
  readonly migrated?: boolean;
  readonly server?: string | undefined;
  readonly simulator?: Partial<SimulatorOptions>;
}

/**
 * Everything around the program, real: a database of its own, the provider simulator, an ERP that receives webhooks, a
 * folder for mail. Processes are started into it, any number of them.
 */
export class DunlinWorld {
  readonly sandboxKey = newKey('sandbox');
  readonly processes: DunlinProcess[] = [];
  readonly schemas = new EventSchemas();
  private readonly pool: pg.Pool;
  private latestEnv: Env | null = null;
  private readonly secrets = {
    SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    KEY_PEPPER: randomBytes(32).toString('base64url'),
  };

  private constructor(
    readonly database: TestDatabase,
    readonly simulator: RunningSimulator,
    readonly erp: ErpReceiver,
    readonly dataDir: string,
    /** Where the first process listens, which is where payers, providers and ERPs go. */
    readonly port: number,
  ) {
    this.pool = new pg.Pool({ connectionString: database.url, max: 2 });
    // Tests cut, stop and drop databases: what an idle connection says of that is no failure.
    this.pool.on('error', () => undefined);
  }

  static async create({ migrated = true, server, simulator = {} }: Making = {}): Promise<DunlinWorld> {
    const [database, running, erp, dataDir, port] = await Promise.all([
      createTestDatabase({ migrated, server }),
      startSimulator({ port: 0, slowBankMs: 1000, ...simulator }),
      ErpReceiver.start(),
      mkdtemp(join(tmpdir(), 'dunlin-world-')),
      freePort(),
    ]);
    return new DunlinWorld(database, running, erp, dataDir, port);
  }

  /** A world in which one process runs, the provider is connected and the ERP receives everything. */
  static async running(env: Env = {}): Promise<DunlinWorld> {
    const world = await DunlinWorld.create();
    await world.start(env);
    await world.connect();
    return world;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get api(): ApiClient {
    return new ApiClient(this.url, this.sandboxKey);
  }

  get provider(): ProviderControl {
    return new ProviderControl(this.simulator.url);
  }

  /** What every process of this world is started with: schedules of minutes and hours scaled down to seconds. */
  env(changes: Env = {}): Env {
    return {
      ...this.secrets,
      DATABASE_URL: this.database.url,
      DATA_DIR: this.dataDir,
      HOST: '127.0.0.1',
      PORT: String(this.port),
      PUBLIC_URL: this.url,
      BOOTSTRAP_SANDBOX_KEY: this.sandboxKey,
      DOJO_BASE_URL: this.simulator.url,
      OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
      LOOK_SCHEDULE: '1,2,3,5,8,13,21',
      DELIVERY_SCHEDULE: '0,0.5,1,1,1,1,1,1,1,1,1,1',
      MAIL_SCHEDULE: '0,1,1,1,1,1,1,1',
      PROVIDER_TIMEOUT_MS: '10000',
      DELIVERY_TIMEOUT_MS: '1500',
      LEASE_SECONDS: '2',
      PERSONAL_DATA_SECONDS: '1',
      WORKER_POLL_MS: '200',
      RATE_LIMIT_SANDBOX: '0',
      RATE_LIMIT_ADDRESS: '0',
      LOG_LEVEL: 'warn',
      ...changes,
    };
  }

  async start(changes: Env = {}): Promise<DunlinProcess> {
    const started = this.spawn(changes);
    await started.ready();
    this.latestEnv = this.env(changes);
    return started;
  }

  /** One that may be meant to fail at its start. */
  spawn(changes: Env = {}): DunlinProcess {
    const started = DunlinProcess.spawn(this.env(changes));
    this.processes.push(started);
    return started;
  }

  /** Connects the provider and subscribes the ERP, through the API as an operator would. Answers the key at the provider. */
  async connect(): Promise<string> {
    const apiKey = `sk_sandbox_${randomUUID()}`;
    const connection = await this.api.make<ConnectionDto>('/v1/connections', {
      provider: 'dojo',
      name: 'Simulator',
      credentials: { apiKey },
    });
    await this.api.make(`/v1/connections/${connection.id}/verify`);
    const endpoint = await this.api.make<CreatedEndpointDto>('/v1/webhook-endpoints', { url: this.erp.url });
    this.erp.secret = endpoint.secret;
    return apiKey;
  }

  /** A further key of the default account, as an operator would make it. */
  async addKey({
    mode = 'sandbox',
    scopes = SCOPES,
  }: { mode?: Mode; scopes?: readonly Scope[] } = {}): Promise<string> {
    const key = newKey(mode);
    const digest = createHmac('sha256', this.secrets.KEY_PEPPER).update(key).digest();
    await this.rows(
      `INSERT INTO api_keys (account_id, mode, id, public_part, digest, name, scopes, created_at)
       VALUES ($1, $2, $3, $4, $5, 'Test', $6, now())`,
      [DEFAULT_ACCOUNT_ID, mode, randomUUID(), parseKey(key)!.publicPart, digest, scopes],
    );
    return key;
  }

  /** A link to a new payment over £10.50. */
  link(reference: string): Promise<LinkDto> {
    const payment = { reference, amount: { value: 1050, currency: 'GBP' }, description: 'Invoice' };
    return this.api.make<LinkDto>('/v1/links', { payment });
  }

  payment(reference: string): Promise<PaymentDto> {
    return this.api
      .read<PaymentListDto>(`/v1/payments?reference=${encodeURIComponent(reference)}`)
      .then(({ data }) => data[0]!);
  }

  /** The whole feed, oldest first, read as an ERP does: page after page from where it stopped. Each event holds to its schema. */
  async events(): Promise<ReceivedEvent[]> {
    const events: ReceivedEvent[] = [];
    for (;;) {
      const after = events.at(-1)?.sequence ?? 0;
      const { data } = await this.api.read<{ data: ReceivedEvent[] }>(`/v1/events?after=${after}&limit=100`);
      if (data.length === 0) return events;
      const faults = data.flatMap((event) => this.schemas.violations(event));
      if (faults.length > 0) throw new Error(`The feed tells what no schema does: ${faults.join('; ')}`);
      events.push(...data);
    }
  }

  async eventsAbout(reference: string): Promise<ReceivedEvent[]> {
    return (await this.events()).filter(({ data }) => data.payment?.reference === reference);
  }

  /** Rows of the database itself, for what no API shows. */
  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }

  /** Every mail that was accepted, as it came. */
  async mails(): Promise<string[]> {
    const folder = join(this.dataDir, 'mailbox');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.eml') && !name.startsWith('.'));
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  }

  /**
   * Ends everything, and fails where something does not hold in the database that always holds: after whatever a test did,
   * with whatever was under way when the processes were killed. `except`: what the test itself has broken by hand.
   */
  async close({ except = [] }: { except?: readonly string[] } = {}): Promise<void> {
    await Promise.all(this.processes.map((process) => process.kill('SIGKILL')));
    await Promise.all([this.simulator.close(), this.erp.close()]);
    // Not through a proxy, which may be gone by now.
    const env = { ...(this.latestEnv ?? this.env()), DATABASE_URL: this.database.url };
    const faults = this.processes.length === 0 ? [] : await faultsInDatabase(env, except);
    await this.pool.end();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
    if (faults.length > 0) throw new Error(`What always holds does not hold here: ${faults.join('\n')}`);
  }
}
