import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { ApiClient, type Answer } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(180_000);

const PATIENCE_MS = 60_000;

/** What a POST makes, and how many there are of it in the database by the mark that its body carries. */
interface Kind {
  readonly path: string;
  readonly body: (mark: string) => object;
  readonly count: string;
}

const orderOf = (mark: string) => ({ reference: mark, amount: { value: 1050, currency: 'GBP' } });

const KINDS: readonly Kind[] = [
  { path: '/v1/payments', body: orderOf, count: 'SELECT FROM payments WHERE reference = $1' },
  {
    path: '/v1/links',
    body: (mark) => ({ payment: orderOf(mark), send: { to: 'payer@example.com' } }),
    count:
      'SELECT FROM notifications n JOIN links l ON l.id = n.link_id JOIN payments p ON p.id = l.payment_id WHERE p.reference = $1',
  },
  {
    path: '/v1/api-keys',
    body: (mark) => ({ name: mark, scopes: ['payments:read'] }),
    count: 'SELECT FROM api_keys WHERE name = $1',
  },
  {
    path: '/v1/webhook-endpoints',
    body: (mark) => ({ url: 'http://127.0.0.1:4999/', description: mark, events: ['payment.paid'] }),
    count: 'SELECT FROM endpoints WHERE description = $1',
  },
];

interface Plan {
  /** Which kind each of the requests makes; each is sent twice at once. */
  readonly requests: readonly number[];
  /** After how many answers which process is killed: the other requests are somewhere on their way then. */
  readonly kills: readonly { readonly afterAnswers: number; readonly victim: number }[];
}

/** Five of each kind: left to chance, a run may hold none of the kind that is broken. */
const EVERY_KIND = KINDS.flatMap((_, kind) => Array.from({ length: 5 }, () => kind));

const plans: fc.Arbitrary<Plan> = fc.noBias(
  fc.record({
    requests: fc.shuffledSubarray(EVERY_KIND, { minLength: EVERY_KIND.length }),
    kills: fc.array(fc.record({ afterAnswers: fc.integer({ min: 1, max: 40 }), victim: fc.nat(1) }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
);

let world: DunlinWorld;
let ports: readonly [string, string];
let processes: [DunlinProcess, DunlinProcess];

const startAt = (port: string) => world.start({ ROLE: 'api', PORT: port, LEASE_SECONDS: '1' });

/**
 * Of the answers that are about to be kept, a third loses its connection to the database: the work is committed, and nobody
 * knows. Kills alone seldom fall into this moment, which is the one that the id of a key is there for.
 */
async function cutConnectionsAtAnswers(): Promise<void> {
  await world.rows(`
    CREATE FUNCTION cut_connection() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF random() < 0.33 THEN
        PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(10);
      END IF;
      RETURN NEW;
    END $$`);
  await world.rows(`
    CREATE TRIGGER cut_connection BEFORE UPDATE OF answer_status ON idempotency_keys
    FOR EACH ROW EXECUTE FUNCTION cut_connection()`);
}

beforeAll(async () => {
  world = await DunlinWorld.running({ ROLE: 'api' });
  await cutConnectionsAtAnswers();
  ports = [String(await freePort()), String(await freePort())];
  processes = await Promise.all([startAt(ports[0]), startAt(ports[1])]);
});

afterAll(() => world.close());

/** An ERP that does not give up soon, and two of which do the same at once. */
class StubbornErp {
  private answers = 0;
  private restarts: Promise<unknown> = Promise.resolve();
  private readonly clients = ports.map((port) => new ApiClient(`http://127.0.0.1:${port}`, world.sandboxKey));

  constructor(private readonly kills: Plan['kills']) {}

  /** Tries by turns at both processes until one of them has answered for good. */
  async post(path: string, sent: { body: object; key: string; first: number }): Promise<Answer> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (let turn = sent.first; performance.now() < deadlineMs; turn += 1) {
      const headers = { 'idempotency-key': sent.key };
      const answer = await this.clients[turn % 2]!.post(path, sent.body, { headers }).catch(() => null);
      if (answer) this.killWhoseTurnItIs();
      if (answer && answer.status !== 409 && answer.status < 500) return answer;
      // A client's pause between tries, not a wait for something to be true.
      await delay(50);
    }
    throw new Error(`No answer for good to ${path} within ${PATIENCE_MS} ms`);
  }

  /** Resolves when both processes run again. */
  async peace(): Promise<void> {
    await this.restarts;
  }

  private killWhoseTurnItIs(): void {
    this.answers += 1;
    for (const { victim } of this.kills.filter(({ afterAnswers }) => afterAnswers === this.answers)) {
      this.restarts = this.restarts.then(async () => {
        await processes[victim]!.kill('SIGKILL');
        processes[victim] = await startAt(ports[victim]!);
      });
    }
  }
}

async function play({ requests, kills }: Plan): Promise<void> {
  const erp = new StubbornErp(kills);
  const orders = requests.map((kind) => ({ ...KINDS[kind]!, key: randomUUID(), mark: `M-${randomUUID()}` }));
  const send = ({ path, body, key, mark }: (typeof orders)[number], first: number) =>
    erp.post(path, { body: body(mark), key, first });
  const twins = await Promise.all(
    orders.map(
      async (order, index) => [order, await Promise.all([send(order, index), send(order, index + 1)])] as const,
    ),
  );
  await erp.peace();
  for (const [order, answers] of twins) {
    const replays = [await send(order, 0), await send(order, 1)];
    const texts = [...answers, ...replays].map(({ status, text }) => `${status} ${text}`);
    // Also where the process that stored it died before it could say so.
    expect([...new Set(texts)]).toEqual([expect.stringMatching(/^201 /)]);
    expect(replays.map(({ headers }) => headers['idempotency-replayed'])).toEqual(['true', 'true']);
    expect(await world.rows(order.count, [order.mark])).toHaveLength(1);
    if (order.path === '/v1/api-keys') await expectUsable(answers[0]!.json<{ key: string }>().key);
  }
}

/** The key that was told is the key that was stored, whoever died in between. */
async function expectUsable(key: string): Promise<void> {
  expect((await new ApiClient(world.url, key).get('/v1/payments')).status).toBe(200);
}

it('makes exactly one thing for each Idempotency-Key, whichever process dies whenever, and tells it byte for byte', async () => {
  await fc.assert(fc.asyncProperty(plans, play), { numRuns: 2, endOnFailure: true });

  // Tried more than once: without these the run would have proved nothing.
  expect((await world.rows('SELECT FROM idempotency_keys WHERE fence > 1')).length).toBeGreaterThan(2);
});
