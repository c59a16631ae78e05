import { Webhook } from 'standardwebhooks';
import type { EventEnvelope } from '../../../src/events/event-envelope.js';
import { CertificateEvents } from '../../../src/webhooks/outgoing/certification/certificate-events.js';
import { CertificateRun } from '../../../src/webhooks/outgoing/certification/certificate-run.js';
import type { OutboundAnswer, OutboundCall } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import { OutboundFailure } from '../../../src/webhooks/outgoing/outbound-guard.failure.js';
import { newWebhookSecret } from '../../../src/webhooks/outgoing/webhook-signature.js';
import { EventSchemas } from '../../support/event.schemas.js';

const TAKEN: OutboundAnswer = { status: 204, body: '', durationMs: 5 };
const url = 'http://127.0.0.1:4000/dunlin';
const secrets = [newWebhookSecret(), newWebhookSecret()];

/** Everything that one run sends, in order. */
async function callsOf(post: (call: OutboundCall) => Promise<OutboundAnswer> = async () => TAKEN) {
  const calls: OutboundCall[] = [];
  const client = { post: (call: OutboundCall) => (calls.push(call), post(call)) };
  const now = new Date();
  const checks = await new CertificateRun(client, { url, secrets }, now).play(new CertificateEvents(now));
  return { calls, checks, events: calls.map(({ body }) => JSON.parse(body) as EventEnvelope) };
}

describe('the messages of a certificate', () => {
  it('look exactly like events, but for a number that no event has', async () => {
    const { events } = await callsOf();
    const schemas = new EventSchemas();
    const known = events.filter((event) => event.type.startsWith('payment.') && !('futureField' in event));

    expect(known).toHaveLength(13);
    expect(known.flatMap((event) => schemas.violations(event))).toEqual([]);
    expect(known.every(({ sequence }) => sequence < 0)).toBe(true);
  });

  it('are marked, so that nobody books them', async () => {
    const { events } = await callsOf();
    const marks = events.map(
      ({ data }) => (data as { payment: { metadata: Record<string, string> } }).payment.metadata,
    );

    expect(marks.map(({ dunlin }) => dunlin)).toEqual(events.map(() => 'certificate'));
  });

  it('have ids and numbers of their own, but for the one that comes twice, and the older one has the lower number', async () => {
    const { calls, events } = await callsOf();
    const [first, second, older] = events;

    expect(second).toEqual(first);
    expect(calls[1]!.headers['webhook-signature']).not.toBe(calls[0]!.headers['webhook-signature']);
    expect(older!.sequence).toBeLessThan(first!.sequence);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length - 1);
    expect(new Set(events.map(({ sequence }) => sequence)).size).toBe(events.length - 1);
  });

  it('are verified by the public library with either secret of an overlap, except for the forgeries', async () => {
    const { calls } = await callsOf();
    const verdicts = secrets.map((secret) =>
      calls.map(({ body, headers }) => {
        try {
          new Webhook(secret).verify(body, { ...headers });
          return true;
        } catch {
          return false;
        }
      }),
    );

    const expected = [...Array<boolean>(10).fill(true), ...Array<boolean>(5).fill(false)];
    expect(verdicts).toEqual([expected, expected]);
  });

  it('are new in each run', async () => {
    const [one, other] = [await callsOf(), await callsOf()];
    const ids = new Set(one.events.map(({ id }) => id));

    expect(other.events.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('include one that is larger than 64 KiB and smaller than the usual 100 KB', async () => {
    const { calls } = await callsOf();
    const largest = Math.max(...calls.map(({ body }) => Buffer.byteLength(body)));

    expect(largest).toBeGreaterThan(65_536);
    expect(largest).toBeLessThan(100_000);
  });
});

describe('the time that a certificate takes', () => {
  it('is four rounds of at most five calls and five seconds', async () => {
    const waiting: ((answer: OutboundAnswer) => void)[] = [];
    const rounds: number[] = [];
    const run = callsOf(() => new Promise((resolve) => waiting.push(resolve)));
    while (rounds.reduce((sum, size) => sum + size, 0) < 15) {
      await new Promise(setImmediate);
      rounds.push(waiting.length);
      for (const answer of waiting.splice(0)) answer(TAKEN);
    }

    expect(rounds.filter((size) => size > 0)).toEqual([1, 5, 5, 4]);
    expect((await run).calls.map(({ timeoutMs }) => timeoutMs)).toEqual(Array(15).fill(5000));
  });

  it('is told with the slowest answer, and that faster is better', async () => {
    let calls = 0;
    const { checks } = await callsOf(async () => ({ ...TAKEN, durationMs: ++calls === 2 ? 1400 : 5 }));

    expect(checks.at(-1)).toMatchObject({
      code: 'answer_time',
      passed: true,
      observed: 'The slowest answer took 1400 ms (duplicate). Aim for less than 1000 ms.',
    });
  });

  it('ends with the first message where that is not answered', async () => {
    const late = new OutboundFailure('timeout', 'No complete answer within 5000 ms.');
    const { calls, checks } = await callsOf(() => Promise.reject(late));

    expect(calls).toHaveLength(1);
    expect(checks.filter(({ passed }) => passed === false).map(({ code }) => code)).toEqual(['answer_time']);
    expect(checks.filter(({ passed }) => passed === true)).toEqual([]);
  });
});

describe('the answer of a receiver', () => {
  it.each([400, 401, 403, 404, 422])('%i is a refusal', async (status) => {
    expect(await forgeriesAnswered(status)).toEqual([true]);
  });

  it.each([200, 204, 302, 408, 410, 429, 500, 503])('%i is no refusal', async (status) => {
    expect(await forgeriesAnswered(status)).toEqual([false]);
  });

  it('that cuts the connection in between fails the check that it was for', async () => {
    const cut = new OutboundFailure('reset', 'The connection was closed before the answer was complete.');
    const { checks } = await callsOf((call) =>
      Buffer.byteLength(call.body) > 65_536 ? Promise.reject(cut) : Promise.resolve(TAKEN),
    );

    expect(checks.find(({ code }) => code === 'large_event')).toMatchObject({ passed: false, observed: cut.message });
  });
});

/** The different verdicts on the five forgeries when they get this status. */
async function forgeriesAnswered(status: number): Promise<(boolean | null)[]> {
  let calls = 0;
  const { checks } = await callsOf(async () => (++calls > 10 ? { ...TAKEN, status } : TAKEN));
  const forgeries = ['wrong_signature', 'changed_body', 'missing_signature', 'old_timestamp', 'future_timestamp'];
  return [...new Set(checks.filter(({ code }) => forgeries.includes(code)).map(({ passed }) => passed))];
}
