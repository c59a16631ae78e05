import { DojoGatewayProvider } from '../../../../src/gateways/dojo/dojo-gateway.provider.js';
import type { FoundPage, FoundPayment, PaymentGateway } from '../../../../src/gateways/payment-gateway.js';
import { ScriptedProvider, type ScriptedAnswer } from '../../../contract/scripted-provider.js';

let dojo: ScriptedProvider;
let provider: DojoGatewayProvider;
let gateway: PaymentGateway;

beforeAll(async () => {
  dojo = await ScriptedProvider.start();
  provider = new DojoGatewayProvider({ baseUrl: dojo.url, timeoutMs: 5000 });
  gateway = openWith({});
});

afterAll(async () => {
  await dojo.stop();
  await provider.onModuleDestroy();
});

function openWith(settings: Record<string, unknown>): PaymentGateway {
  return provider.open({ mode: 'sandbox', credentials: { apiKey: 'sk_sandbox_k' }, settings, webhookSecrets: ['s'] });
}

/** Answers by `METHOD /path`. */
function routes(table: Record<string, ScriptedAnswer>): void {
  dojo.answers(({ method, path }) => table[`${method} ${path}`] ?? { status: 418, body: {} });
}

function intent(status: string, members: Record<string, unknown> = {}) {
  return { id: 'pi_1', status, amount: { value: 500, currencyCode: 'GBP' }, ...members };
}

const calls = () => dojo.seen.map(({ method, path }) => `${method} ${path}`);

describe('the headers of every call', () => {
  it('are the raw key after Basic, the pinned version and no more', async () => {
    dojo.answers({ status: 200, body: intent('Created') });
    await gateway.fetchPayment('pi_1');
    expect(dojo.seen[0]?.headers).toMatchObject({ authorization: 'Basic sk_sandbox_k', version: '2025-09-10' });
    expect(dojo.seen[0]?.headers).not.toHaveProperty('software-house-id');
  });

  it('follow the settings', async () => {
    dojo.answers({ status: 200, body: intent('Created') });
    await openWith({ version: '2026-02-27', softwareHouseId: 'house1' }).fetchPayment('pi_1');
    expect(dojo.seen[0]?.headers).toMatchObject({ version: '2026-02-27', 'software-house-id': 'house1' });
  });
});

describe('fetchPayment', () => {
  it('asks for canceled intents too and encodes the id', async () => {
    dojo.answers({ status: 404, body: {} });
    await gateway.fetchPayment('pi/../1?x');
    expect(calls()).toEqual(['GET /payment-intents/pi%2F..%2F1%3Fx?returnCanceled=true']);
  });

  it('takes an empty 404 as missing, but not a proxy’s page', async () => {
    dojo.answers({ status: 404 });
    await expect(gateway.fetchPayment('pi_1')).resolves.toMatchObject({ status: 'missing' });
    dojo.answers({ status: 404, body: '<h1>Not Found</h1>' });
    await expect(gateway.fetchPayment('pi_1')).rejects.toMatchObject({ kind: 'not_sent', providerStatus: 404 });
  });

  it('does not believe an answer about another intent', async () => {
    dojo.answers({ status: 200, body: intent('Captured', { id: 'pi_other' }) });
    await expect(gateway.fetchPayment('pi_1')).rejects.toMatchObject({ kind: 'not_sent' });
  });
});

describe('cancel', () => {
  const DELETE = 'DELETE /payment-intents/pi_1';
  const GET = 'GET /payment-intents/pi_1?returnCanceled=true';
  const cancel = () => gateway.cancellation!.cancel('pi_1');

  it('deletes and then looks', async () => {
    routes({ [DELETE]: { status: 200, body: intent('Canceled') }, [GET]: { status: 200, body: intent('Canceled') } });
    await expect(cancel()).resolves.toMatchObject({ status: 'closed', reason: 'canceled' });
    expect(calls()).toEqual([DELETE, GET]);
  });

  it.each([400, 404, 409, 500])('tells that the payer was faster, whatever DELETE answered (%i)', async (status) => {
    routes({ [DELETE]: { status, body: {} }, [GET]: { status: 200, body: intent('Captured') } });
    await expect(cancel()).resolves.toMatchObject({ status: 'paid' });
  });

  it('passes the refusal on while the intent is still open', async () => {
    routes({ [DELETE]: { status: 400, body: {} }, [GET]: { status: 200, body: intent('Created') } });
    await expect(cancel()).rejects.toMatchObject({ kind: 'rejected', operation: 'cancel' });
  });

  it('does not look after a DELETE that surely had no effect', async () => {
    routes({ [DELETE]: { status: 429, headers: { 'retry-after': '3' } } });
    await expect(cancel()).rejects.toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 3 });
    expect(calls()).toEqual([DELETE]);
  });

  it('cannot know the outcome if the look fails', async () => {
    routes({ [DELETE]: { status: 200, body: intent('Canceled') }, [GET]: { status: 500 } });
    await expect(cancel()).rejects.toMatchObject({ kind: 'unknown_outcome', operation: 'cancel' });
  });
});

describe('search', () => {
  const window = { from: new Date('2026-04-01T00:00:00Z'), to: new Date('2026-04-02T00:00:00Z') };
  const found = (id: string) => intent('Created', { id, createdAt: '2026-04-01T10:00:00Z' });

  async function all(): Promise<FoundPayment[]> {
    const list: FoundPayment[] = [];
    let cursor: string | null = null;
    do {
      const page: FoundPage = await gateway.search!.page(window, cursor);
      list.push(...page.found);
      cursor = page.next;
    } while (cursor !== null);
    return list;
  }

  it('follows the cursor to the last page', async () => {
    dojo.answers(({ text }) =>
      text.includes('"after":"c1"')
        ? { status: 200, body: { data: [found('pi_2')], before: 'c0', after: null } }
        : { status: 200, body: { data: [found('pi_1')], after: 'c1' } },
    );
    expect((await all()).map(({ checkout }) => checkout.providerPaymentId)).toEqual(['pi_1', 'pi_2']);
    expect(JSON.parse(dojo.seen[1]!.text)).toEqual({
      startDate: '2026-04-01T00:00:00.000Z',
      endDate: '2026-04-02T00:00:00.000Z',
      cursor: { limit: 100, after: 'c1' },
    });
  });

  it('stops at a cursor that does not move', async () => {
    dojo.answers({ status: 200, body: { data: [found('pi_1')], after: 'c1' } });
    await all();
    expect(dojo.seen).toHaveLength(2);
  });

  it('fails rather than leave out an intent it cannot read', async () => {
    dojo.answers({ status: 200, body: { data: [found('pi_1'), 'what?'] } });
    await expect(all()).rejects.toMatchObject({ kind: 'not_sent' });
  });
});

describe('subscribe', () => {
  const URL_ = 'https://pay.example.com/webhooks/dojo/t';
  const EVENT = 'payment_intent.status_updated';
  const secret = (value: string, createdAt: string, isActive = true) => ({ id: 'sc', value, createdAt, isActive });
  const offered = { status: 200, body: [{ model: 'payment_intent', events: [EVENT] }] };
  const subscribe = () => gateway.webhookSetup!.subscribe(URL_);

  it('keeps an existing subscription with its active secrets, newest first', async () => {
    const secrets = [secret('old', '2026-01-01'), secret('new', '2026-03-01'), secret('off', '2026-04-01', false)];
    routes({ 'GET /webhooks': { status: 200, body: [{ id: 'ws_1', url: URL_, events: [EVENT], secrets }] } });
    await expect(subscribe()).resolves.toEqual({ id: 'ws_1', secrets: ['new', 'old'] });
    expect(calls()).toEqual(['GET /webhooks']);
  });

  it('fetches the secrets where the list does not show them', async () => {
    routes({
      'GET /webhooks': { status: 200, body: [{ id: 'ws_1', url: URL_, events: [EVENT] }] },
      'GET /webhooks/ws_1/secrets': { status: 200, body: { id: 'ws_1', secrets: [secret('a', '2026-01-01')] } },
    });
    await expect(subscribe()).resolves.toEqual({ id: 'ws_1', secrets: ['a'] });
  });

  it('creates one where there is none for this URL and event', async () => {
    const others = [
      { id: 'ws_0', url: 'https://other.example.com', events: [EVENT] },
      { id: 'ws_9', url: URL_, events: ['terminal_session.created'] },
    ];
    routes({
      'GET /webhooks': { status: 200, body: others },
      'GET /webhooks/events': offered,
      'POST /webhooks': { status: 200, body: { id: 'ws_1', secrets: [secret('a', '2026-01-01')] } },
    });
    await expect(subscribe()).resolves.toEqual({ id: 'ws_1', secrets: ['a'] });
    expect(JSON.parse(dojo.seen[2]!.text)).toEqual({ events: [EVENT], url: URL_ });
  });

  it('says which event the account lacks', async () => {
    routes({ 'GET /webhooks': { status: 200, body: [] }, 'GET /webhooks/events': { status: 200, body: [] } });
    await expect(subscribe()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(EVENT) });
  });
});

describe('errors', () => {
  it.each([
    [{ title: 'Validation failed.', errors: { Reference: ['Reference is required.'] } }, 'Reference is required.'],
    [{ Status: 400, Detail: 'Your refund was not successful.', Extensions: {} }, 'Your refund was not successful.'],
    [{ code: 'INVALID_REQUEST', message: 'No such thing' }, 'No such thing'],
  ])('carry Dojo’s own words from %j', async (body, words) => {
    dojo.answers({ status: 400, body });
    await expect(gateway.fetchPayment('pi_1')).rejects.toThrow(words);
  });
});
