import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { Agent, request } from 'undici';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange as exchangeAsPayer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { DocumentedApi, type Operation } from './documented.api.js';
import { FuzzReport, type Complaint } from './fuzz.report.js';
import { requestsOf, type FuzzedRequest } from './request.arbitraries.js';

jest.setTimeout(120_000);

const REQUESTS = 2200;
const AT_ONCE = 4;
const SLOW_MS = 1000;
const ADMIN_KEY = 'an-admin-key-of-the-fuzz-run-0123456789abcdef';
// FUZZ_SEED=… repeats a run.
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** On every answer. */
const HEADERS = ['request-id', 'ratelimit', 'ratelimit-policy'];
/** So high that nothing is refused, and yet there is something to tell. */
const LIMITS = { RATE_LIMIT_SANDBOX: '10000', RATE_LIMIT_ADDRESS: '10000' };

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly missingHeaders: readonly string[];
  readonly text: string;
  readonly durationMs: number;
}

const api = DocumentedApi.read();
const agent = new Agent({ connections: AT_ONCE });
let world: DunlinWorld;
let weakKey: string;
/** What exists, by the prefix of its ids: what this file made before, and what the requests made. */
const ids = { made: new Map<string, string[]>(), told: new Map<string, string[]>() };
/** Keys that this run calls with: it must not remove them. */
let kept: readonly string[];

beforeAll(async () => {
  world = await DunlinWorld.running({ ADMIN_KEY, ...LIMITS });
  weakKey = await world.addKey({ scopes: ['payments:read'] });
  kept = idsIn((await world.api.get('/v1/api-keys')).text);
  await makeSomeHistory();
});

afterAll(async () => {
  await agent.close();
  await world.close();
});

describe('the API under arbitrary requests', () => {
  it(`answers as documented, whatever it is asked (FUZZ_SEED=${SEED})`, async () => {
    const perOperation = Math.ceil(REQUESTS / api.operations.length);
    const asked = api.operations.flatMap((operation) =>
      fc
        .sample(requestsOf(api, operation), { numRuns: perOperation, seed: SEED })
        .map((fuzzed) => ({ operation, fuzzed })),
    );
    // Interleaved, so that what one operation makes is there for the others.
    const order = fc.sample(fc.shuffledSubarray(asked, { minLength: asked.length }), { numRuns: 1, seed: SEED })[0]!;
    const report = new FuzzReport(SEED);
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let next = order.pop(); next; next = order.pop()) {
        const { operation, fuzzed } = next;
        const answer = await exchange(operation, fuzzed);
        report.add({ ...answer, operation }, await complaintsOf(operation, fuzzed, answer));
      }
    });
    await Promise.all(workers);
    process.stderr.write(`\n  ${report.text()}\n`);

    expect(report.complaints).toEqual([]);
    expect(report.requests).toBeGreaterThanOrEqual(2000);
    expect(report.quantileMs(0.99)).toBeLessThanOrEqual(SLOW_MS);
    // A run that never got through would prove nothing.
    expect(report.statuses).toEqual(expect.arrayContaining([200, 201, 400, 401, 403, 404, 409, 415]));
  });
});

/** Payments that were paid, and some that wait, with links, mails, events and deliveries: what requests alone would not come to. */
async function makeSomeHistory(): Promise<void> {
  for (const reference of ['PAID-1', 'PAID-2', 'PAID-3']) {
    const link = await world.link(reference);
    await world.api.make(`/v1/links/${link.id}/send`, { to: 'payer@example.com' });
    const pressed = await exchangeAsPayer({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(reference, 'payment.paid');
  }
  for (const reference of ['OPEN-1', 'OPEN-2', 'OPEN-3']) remember((await world.link(reference)).id, ids.made);
  const endpoints = await world.api.get('/v1/webhook-endpoints');
  const [endpointId] = idsIn(endpoints.text);
  const lists = ['/v1/payments', '/v1/events', `/v1/webhook-endpoints/${endpointId}/deliveries`];
  const answers = await Promise.all(lists.map((path) => world.api.get(path)));
  for (const { text } of [endpoints, ...answers]) for (const id of idsIn(text)) remember(id, ids.made);
}

async function complaintsOf(operation: Operation, fuzzed: FuzzedRequest, answer: Answer): Promise<Complaint[]> {
  const { status, text, durationMs, missingHeaders } = answer;
  const told = `${operation.method} ${operation.path} ${JSON.stringify(fuzzed).slice(0, 600)}: ${status} ${text.slice(0, 300)}`;
  const found = api.complaints(operation, answer).map((what) => ({ kind: 'undocumented', text: what }) as const);
  const isFault = status >= 500 && !/"code":"provider_\w+"/.test(text);
  const isSlow = durationMs > SLOW_MS && (await exchange(operation, afresh(fuzzed))).durationMs > SLOW_MS;
  return [
    ...found,
    ...(isFault ? [{ kind: 'fault', text: `${status} is a fault of ours` } as const] : []),
    ...missingHeaders.map((name) => ({ kind: 'header', text: `there is no ${name}` }) as const),
    ...(isSlow ? [{ kind: 'slow', text: `took ${Math.round(durationMs)} ms, and over a second again` } as const] : []),
  ].map((complaint) => ({ ...complaint, text: `${complaint.text} — ${told}` }));
}

/**
 * The same once more, for what was slow: a machine that does other things is slow once, a slow operation is slow again. Its
 * key is another, since a stored answer would be fast whatever the work was.
 */
function afresh(fuzzed: FuzzedRequest): FuzzedRequest {
  const { 'idempotency-key': key, ...headers } = fuzzed.headers;
  return { ...fuzzed, headers: { ...headers, ...(key !== undefined && { 'idempotency-key': randomUUID() }) } };
}

async function exchange(operation: Operation, fuzzed: FuzzedRequest): Promise<Answer> {
  const startedAt = performance.now();
  const answer = await request(`${world.url}${pathOf(operation, fuzzed)}`, {
    method: operation.method as 'GET',
    dispatcher: agent,
    headers: { ...fuzzed.headers, ...authorizationOf(operation, fuzzed) },
    body: fuzzed.body,
  });
  const text = await answer.body.text();
  for (const id of idsIn(text)) remember(id, ids.told);
  return {
    status: answer.statusCode,
    type: answer.headers['content-type']?.toString(),
    missingHeaders: HEADERS.filter((name) => answer.headers[name] === undefined),
    text,
    durationMs: performance.now() - startedAt,
  };
}

function pathOf(operation: Operation, fuzzed: FuzzedRequest): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fuzzed.path[name]!;
    const pattern = operation.parameters?.find((parameter) => parameter.name === name)?.schema.pattern ?? '';
    return encodeURIComponent(typeof value === 'string' ? value : knownId(/^\^([a-z]{3})_/.exec(pattern)?.[1], value));
  });
  const query = new URLSearchParams(fuzzed.query.map(([name, value]): [string, string] => [name, value]));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function authorizationOf(operation: Operation, { authorization }: FuzzedRequest): Record<string, string> {
  if (operation.security?.length === 0 || authorization === 'none') return {};
  const isAdmin = operation.security?.some((need) => 'adminKey' in need) ?? false;
  const key = isAdmin ? ADMIN_KEY : world.sandboxKey;
  const basic = Buffer.from(`${key}:`).toString('base64');
  const values = {
    own: `Bearer ${key}`,
    rubbish: 'Bearer dln_sandbox_rubbish',
    basic: `Basic ${basic}`,
    weak: `Bearer ${weakKey}`,
  };
  return { authorization: values[authorization] };
}

/** Of what this file made and of what the requests made in turn. */
function knownId(prefix: string | undefined, index: number): string {
  const [made = [], told = []] = [ids.made.get(prefix ?? ''), ids.told.get(prefix ?? '')];
  const known = index % 2 === 0 && made.length > 0 ? made : told;
  return known[Math.floor(index / 2) % Math.max(1, known.length)] ?? `${prefix}_01h455vb4pex5vsknk084sn02q`;
}

function idsIn(text: string): string[] {
  return text.match(/\b[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g) ?? [];
}

function remember(id: string, where: Map<string, string[]>): void {
  if (kept.includes(id)) return;
  const known = where.get(id.slice(0, 3)) ?? [];
  if (known.length < 50 && !known.includes(id)) known.push(id);
  where.set(id.slice(0, 3), known);
}
