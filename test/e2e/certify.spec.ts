import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { fromPublicId } from '../../src/common/ids.js';
import type { CertificateDto } from '../../src/webhooks/outgoing/certification/dto/certificate.dto.js';
import type { CreatedEndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { ApiClient } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { ModelReceiver, type Defect } from '../support/model.receiver.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const EVERYTHING = [
  'reachable',
  'valid_event',
  'duplicate',
  'reordered',
  'unknown_type',
  'unknown_fields',
  'currency_without_decimals',
  'currency_with_three_decimals',
  'large_event',
  'raw_body',
  'rotation',
  'wrong_signature',
  'changed_body',
  'missing_signature',
  'old_timestamp',
  'future_timestamp',
  'answer_time',
];

let world: DunlinWorld;
let rest: RestCalls;
const receivers: ModelReceiver[] = [];

beforeAll(async () => {
  // Six runs that hang must leave the program its four connections.
  world = await DunlinWorld.running({ DATABASE_POOL_SIZE: '4' });
  rest = new RestCalls(world);
});

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

afterAll(() => world.close());

async function endpointWith(defect: Defect = {}): Promise<{ receiver: ModelReceiver; endpoint: CreatedEndpointDto }> {
  const receiver = await ModelReceiver.start(defect);
  receivers.push(receiver);
  const endpoint = await world.api.make<CreatedEndpointDto>('/v1/webhook-endpoints', {
    url: receiver.url,
    events: ['payment.paid'],
  });
  receiver.secret = endpoint.secret;
  return { receiver, endpoint };
}

function certify({ id }: { id: string }): Promise<CertificateDto> {
  return world.api.make<CertificateDto>(`/v1/webhook-endpoints/${id}/certify`);
}

async function certificateWith(defect: Defect): Promise<CertificateDto> {
  return certify((await endpointWith(defect)).endpoint);
}

function codes(certificate: CertificateDto, passed: boolean | null): string[] {
  return certificate.checks.filter((check) => check.passed === passed).map(({ code }) => code);
}

const ageOf = (headers: Record<string, string>) => Date.now() / 1000 - Number(headers['webhook-timestamp']);
const isFresh = (headers: Record<string, string>) => Math.abs(ageOf(headers)) < 300;

describe('an endpoint that does everything right', () => {
  it('passes every check, and is told what was seen and where to read about it', async () => {
    const { endpoint, receiver } = await endpointWith();
    const certificate = await certify(endpoint);

    expect(codes(certificate, true)).toEqual(EVERYTHING);
    expect(certificate).toMatchObject({ object: 'certificate', endpointId: endpoint.id, passed: true });
    expect(Date.parse(certificate.at)).toBeGreaterThan(Date.now() - 60_000);
    expect(receiver.requests).toBe(15);
    for (const check of certificate.checks) {
      expect(check).toMatchObject({ remedy: null, expected: expect.any(String), observed: expect.any(String) });
      const [path, heading] = check.docs.split('#') as [string, string];
      expect(headingsOf(path)).toContain(heading);
    }
    expect(certificate.checks.at(-1)!.observed).toMatch(/^The slowest answer took \d+ ms \(\w+\)\./);
  });

  it('finds nothing of it in the feed or among its deliveries afterwards', async () => {
    const { endpoint } = await endpointWith();
    const before = await world.events();
    await certify(endpoint);

    expect(await world.events()).toEqual(before);
    const { data } = await world.api.read<{ data: object[] }>(`/v1/webhook-endpoints/${endpoint.id}/deliveries`);
    expect(data).toEqual([]);
  });
});

describe('an endpoint with one defect fails that check alone', () => {
  const defects: Record<string, [what: string, defect: Defect, remedy: RegExp]> = {
    valid_event: ['that knows another secret', { answers: () => 401 }, /secret of this very endpoint/],
    duplicate: [
      'that fails on an id it knows',
      { answers: (_, { isKnown }) => (isKnown ? 500 : undefined) },
      /unique index/,
    ],
    reordered: [
      'that refuses an older version',
      { answers: (_, { isOlder }) => (isOlder ? 409 : undefined) },
      /data\.payment\.version/,
    ],
    unknown_type: [
      'that fails on an unknown type',
      { answers: ({ type }) => (type.startsWith('payment.') ? undefined : 500) },
      /types that you do not handle/,
    ],
    unknown_fields: [
      'that refuses unknown fields',
      { answers: (event) => ('futureField' in event ? 422 : undefined) },
      /unknown fields/,
    ],
    currency_without_decimals: [
      'that knows no currency without decimals',
      { answers: ({ data }) => (data.payment.amount.currency === 'JPY' ? 500 : undefined) },
      /never assume two/i,
    ],
    currency_with_three_decimals: [
      'that knows no currency with three decimals',
      { answers: ({ data }) => (data.payment.amount.currency === 'KWD' ? 500 : undefined) },
      /never assume two/i,
    ],
    large_event: ['that takes 64 KiB', { maxBytes: 65_536 }, /1 MiB/],
    raw_body: [
      'that verifies JSON which it wrote again',
      { verified: (raw, headers) => [JSON.stringify(JSON.parse(raw)), headers] },
      /raw bytes/,
    ],
    rotation: [
      'that looks at the first signature only',
      {
        verified: (raw, headers) => [
          raw,
          { ...headers, 'webhook-signature': headers['webhook-signature']?.split(' ')[0] ?? '' },
        ],
      },
      /any one of the signatures/,
    ],
    wrong_signature: [
      'that believes every signature',
      {
        believes: ({ data }, headers) =>
          isFresh(headers) && 'webhook-signature' in headers && data.payment.amount.value === 1000,
      },
      /answer 401/,
    ],
    changed_body: [
      'that does not verify the amount',
      { believes: ({ data }, headers) => isFresh(headers) && data.payment.amount.value === 1 },
      /whole body/,
    ],
    missing_signature: [
      'that believes whoever sends no signature',
      { believes: (_, headers) => !('webhook-signature' in headers) },
      /is missing/,
    ],
    old_timestamp: [
      'that takes what is old',
      { believes: (_, headers) => ageOf(headers) > 300 },
      /beyond five minutes/,
    ],
    future_timestamp: [
      'that takes what is from the future',
      { believes: (_, headers) => ageOf(headers) < -300 },
      /ahead of your clock/,
    ],
    answer_time: ['that never answers', { answers: () => 'never' }, /do the work afterwards/],
  };

  const rows = Object.entries(defects).map(([code, row]) => [code, ...row] as const);

  it.each(rows)('%s: one %s', async (code, _, defect, remedy) => {
    const certificate = await certificateWith(defect);

    expect(certificate.passed).toBe(false);
    expect(codes(certificate, false)).toEqual([code]);
    expect(certificate.checks.map((check) => check.code)).toEqual(EVERYTHING);
    expect(certificate.checks.find((check) => check.code === code)!.remedy).toMatch(remedy);
  });
});

describe('an endpoint with a graver defect', () => {
  it('fails all forgeries when it does not verify at all', async () => {
    expect(codes(await certificateWith({ believes: () => true }), false)).toEqual([
      'wrong_signature',
      'changed_body',
      'missing_signature',
      'old_timestamp',
      'future_timestamp',
    ]);
  });

  it('fails both ways of time when it does not look at the timestamp', async () => {
    const certificate = await certificateWith({ believes: (_, headers) => !isFresh(headers) });
    expect(codes(certificate, false)).toEqual(['old_timestamp', 'future_timestamp']);
  });

  it('fails a forgery that it answers with an error of its own instead of a refusal', async () => {
    const certificate = await certificateWith({
      believes: (_, headers) => !('webhook-signature' in headers),
      answers: ({ data }) => (data.payment.amount.value === 1 ? 500 : undefined),
    });
    expect(codes(certificate, false)).toEqual(['missing_signature']);
  });

  it('is told which answers came too late, and nothing else of those', async () => {
    const certificate = await certificateWith({
      answers: ({ data }) => (data.payment.items.length ? 'never' : undefined),
    });

    expect([codes(certificate, false), codes(certificate, null)]).toEqual([['answer_time'], ['large_event']]);
    expect(certificate.checks.at(-1)!.observed).toBe(
      'No complete answer within 1500 ms. Without an answer: large_event.',
    );
  });

  it.each<[string, Defect['respond'], string]>([
    ['redirects', (response) => void response.writeHead(302, { location: '/' }).end(), 'Answered 302.'],
    ['fails', (response) => void response.writeHead(500).end(), 'Answered 500.'],
  ])('is sent nothing further when it %s at the first event', async (_, respond, observed) => {
    const { endpoint, receiver } = await endpointWith({ respond });
    const certificate = await certify(endpoint);

    expect(codes(certificate, false)).toEqual(['valid_event']);
    expect(certificate.checks[1]!.observed).toBe(observed);
    expect(certificate.checks[2]!.observed).toBe('Not run: the ordinary event was not accepted.');
    expect(receiver.requests).toBe(1);
  });

  it.each<[string, (endpoint: CreatedEndpointDto, receiver: ModelReceiver) => Promise<unknown>, string]>([
    ['nobody listens', (_, receiver) => receiver.close(), 'No connection (ECONNREFUSED).'],
    [
      'its address was forbidden since',
      ({ id }) =>
        world.rows(`UPDATE endpoints SET url = 'http://10.0.0.1/' WHERE id = $1`, [fromPublicId('endpoint', id)]),
      'Use the name of a public host: this address is private, loopback, reserved or not allowed.',
    ],
  ])('fails to be reached when %s', async (_, spoil, observed) => {
    const { endpoint, receiver } = await endpointWith();
    await spoil(endpoint, receiver);
    const certificate = await certify(endpoint);

    expect(codes(certificate, false)).toEqual(['reachable']);
    expect(codes(certificate, true)).toEqual([]);
    expect(certificate.checks[0]).toMatchObject({ observed, remedy: expect.stringContaining('public address') });
  });

  it('fails to be reached when it cuts the connection', async () => {
    const certificate = await certificateWith({ respond: (response) => void response.socket!.destroy() });
    expect(codes(certificate, false)).toEqual(['reachable']);
  });
});

describe('asking for a certificate', () => {
  it('is refused for a live endpoint, and says what to use', async () => {
    const live = new ApiClient(world.url, await world.addKey({ mode: 'live' }));
    const { id } = await live.make<CreatedEndpointDto>('/v1/webhook-endpoints', { url: 'https://8.8.8.8/' });
    const answer = await live.post(`/v1/webhook-endpoints/${id}/certify`);

    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'state_conflict', detail: expect.stringContaining('sandbox') });
  });

  it('gives the same answer to the same Idempotency-Key without sending anything again', async () => {
    const { endpoint, receiver } = await endpointWith();
    const key = randomUUID();
    const ask = () => rest.send('post', `/v1/webhook-endpoints/${endpoint.id}/certify`).set('Idempotency-Key', key);
    const [first, second] = [await ask(), await ask()];

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(receiver.requests).toBe(15);
  });

  it('runs once at a time for an endpoint, and a moment apart', async () => {
    const { endpoint, receiver } = await endpointWith({ answers: () => 'never' });
    const ask = () => rest.send('post', `/v1/webhook-endpoints/${endpoint.id}/certify`);
    const answers = await Promise.all([ask(), ask(), ask()]);
    answers.push(await ask());

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expectProblem(answer, 409, 'state_conflict');
      expect(answer.headers['retry-after']).toBe('3');
    }
    expect(receiver.requests).toBe(1);
  });

  it('holds no database connection while endpoints let it wait', async () => {
    let release = (): void => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    let waiting = 0;
    const respond: Defect['respond'] = () => (++waiting === 6 ? release() : undefined);
    const endpoints = await Promise.all(Array.from({ length: 6 }, () => endpointWith({ respond })));
    const runs = endpoints.map(({ endpoint }) => certify(endpoint));
    await all;
    expect(await world.api.read('/v1/payments')).toMatchObject({ data: [] });
    for (const certificate of await Promise.all(runs)) expect(certificate.passed).toBe(false);
  });
});

function headingsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
