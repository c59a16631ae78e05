import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Agent } from 'undici';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { exchange, type Answer } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(120_000);

const CALLERS = 16;
const PAYMENTS = 400;

let world: DunlinWorld;
/** What is restarted, one at a time, under the load; each does everything. */
let programs: DunlinProcess[];

beforeAll(async () => {
  world = await DunlinWorld.create();
  programs = [await world.start(), await world.start({ PORT: String(await freePort()) })];
  await world.connect();
}, 60_000);

afterAll(() => world.close());

it('processes that are stopped in turn under load answer all that they began, and nothing is done or told twice', async () => {
  const load = callers();
  const exits = [];
  for (const index of [0, 1, 0, 1]) {
    const settledBefore = load.settled.size;
    await patiently(() => load.settled.size >= Math.min(PAYMENTS, settledBefore + PAYMENTS / 8) || undefined);
    exits.push(await programs[index]!.kill('SIGTERM'));
    programs[index] = await world.start({ PORT: new URL(programs[index]!.url).port });
  }
  await load.ended;

  expect(exits).toEqual(Array.from({ length: 4 }, () => ({ code: 0, signal: null })));
  // A call that had been executed and not answered would be answered from memory when it is repeated.
  expect(load.repeated.length).toBeGreaterThan(0);
  expect(load.repeated.filter(({ headers }) => headers['idempotency-replayed'] !== undefined)).toEqual([]);
  const payments = await world.rows<{ id: string }>('SELECT id FROM payments');
  expect(payments).toHaveLength(PAYMENTS);
  expect(new Set(load.settled.values()).size).toBe(PAYMENTS);

  await patiently(() => world.erp.received.length >= PAYMENTS || undefined, 30_000);
  const told = world.erp.received.map(({ id }) => id);
  expect(new Set(told).size).toBe(told.length);
  expect(told).toHaveLength(PAYMENTS);
});

/** Callers with connections that they keep, who repeat at the other process what they got no answer to. */
function callers() {
  const agent = new Agent({ keepAliveTimeout: 10_000, connections: CALLERS });
  const settled = new Map<string, string>();
  const repeated: Answer[] = [];
  const left = Array.from({ length: PAYMENTS }, (_, index) => ({ reference: `INV-${randomUUID()}`, first: index % 2 }));
  const call = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const answers = await untilMade(agent, next);
      settled.set(next.reference, answers.made.json<PaymentDto>().id);
      if (answers.tries > 1) repeated.push(answers.made);
    }
  };
  const ended = Promise.all(Array.from({ length: CALLERS }, call)).then(() => agent.close());
  return { settled, repeated, ended };
}

async function untilMade(
  dispatcher: Agent,
  { reference, first }: { reference: string; first: number },
): Promise<{ made: Answer; tries: number }> {
  const headers = { authorization: `Bearer ${world.sandboxKey}`, 'idempotency-key': reference };
  const body = { reference, amount: { value: 1050, currency: 'GBP' } };
  let tries = 0;
  const made = await patiently(async () => {
    const { url } = programs[(first + tries) % 2]!;
    tries += 1;
    try {
      const answer = await exchange({ method: 'POST', url: `${url}/v1/payments`, headers, body, dispatcher });
      return answer.status === 201 ? answer : undefined;
    } catch {
      return undefined;
    }
  });
  return { made, tries };
}
