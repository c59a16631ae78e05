import { JodoGatewayProvider } from '../../../../src/gateways/jodo/jodo-gateway.provider.js';
import type { WebhookSubscription } from '../../../../src/gateways/payment-gateway.js';
import { ScriptedProvider, type ScriptedAnswer } from '../../../contract/scripted-provider.js';

const PATH = '/api/v1/integrations/erp/webhooks';
const URL = 'https://pay.example.com/webhooks/jodo/token';
const MAIL = { failureNotificationEmail: 'ops@example.com' };

interface Added {
  readonly event_code: string;
  readonly url: string;
  readonly secret_key: string;
}

let jodo: ScriptedProvider;
let provider: JodoGatewayProvider;

beforeAll(async () => {
  jodo = await ScriptedProvider.start();
  provider = new JodoGatewayProvider({ sandboxBaseUrl: jodo.url, liveBaseUrl: jodo.url, timeoutMs: 1000 });
});

afterAll(async () => {
  await jodo.stop();
  await provider.onModuleDestroy();
});

function subscribe(
  settings: Record<string, unknown> = MAIL,
  credentials: Record<string, string> = {},
): Promise<WebhookSubscription> {
  const connection = { mode: 'sandbox', webhookSecrets: ['old-secret'] } as const;
  const pair = { apiKey: 'key', apiSecret: 'secret' };
  const gateway = provider.open({ ...connection, credentials: { ...pair, ...credentials }, settings });
  return gateway.webhookSetup!.subscribe(URL);
}

/** Jodo with these subscriptions; `add` answers the additions in turn, by default as Jodo does. */
function jodoWith(existing: readonly object[], add: readonly ScriptedAnswer[] = []): void {
  const answers = [...add];
  jodo.answers(({ method, text }) => {
    if (method === 'GET') return { status: 200, body: { status: 'success', data: existing } };
    const { event_code, url } = JSON.parse(text) as Added;
    return answers.shift() ?? { status: 201, body: { data: { id: `id-${event_code}`, event_code, url } } };
  });
}

const additions = () =>
  jodo.seen.filter(({ method }) => method === 'POST').map(({ text }) => JSON.parse(text) as Added);
const addedCodes = () => additions().map(({ event_code }) => event_code);

describe('subscribing to Jodo’s webhooks', () => {
  it('adds every event of the product once, under one fresh secret', async () => {
    jodoWith([]);
    const { id, secrets } = await subscribe();
    expect(secrets).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(id).toBe('id-order.payment.debited,id-order.payment.settled');
    expect(additions()).toEqual(
      ['order.payment.debited', 'order.payment.settled'].map((event_code) => ({
        event_code,
        url: URL,
        failure_notification_email: 'ops@example.com',
        secret_key: secrets[0],
      })),
    );
  });

  it('makes another secret each time', async () => {
    jodoWith([]);
    const [first, second] = [await subscribe(), await subscribe()];
    expect(second.secrets).not.toEqual(first.secrets);
  });

  it('asks for the events of payment links, their end included', async () => {
    jodoWith([]);
    await subscribe({ ...MAIL, product: 'payment_link' });
    expect(addedCodes()).toEqual([
      'payment_link.payment.debited',
      'payment_link.payment.settled',
      'payment_link.payment.expired',
    ]);
  });

  it('names the branch and the agreed header', async () => {
    jodoWith([]);
    const settings = { ...MAIL, collectorCode: 'north side', webhookHeaderName: 'X-Agreed' };
    await subscribe(settings, { webhookHeaderValue: 'v1' });
    expect(jodo.seen[0]?.path).toBe(`${PATH}?collector_code=north%20side`);
    expect(additions()[0]).toMatchObject({ collector_code: 'north side', header_key: 'x-agreed', header_value: 'v1' });
  });

  it('renews its own, also of the product that the connection used before', async () => {
    jodoWith([
      { id: 'a', event_code: 'order.payment.debited', url: URL },
      { id: 'b', event_code: 'payment_link.payment.debited', url: URL },
      { id: 'c', event_code: 'flex.mandate.expired', url: URL },
    ]);
    await subscribe();
    expect(addedCodes()).toEqual(['order.payment.debited', 'order.payment.settled', 'payment_link.payment.debited']);
  });

  it('touches nothing where an event goes to another system', async () => {
    jodoWith([{ id: 'a', event_code: 'order.payment.settled', url: 'https://erp.example.com/hook' }]);
    const failure = subscribe();
    await expect(failure).rejects.toMatchObject({ kind: 'rejected' });
    await expect(failure).rejects.toThrow(/order\.payment\.settled already goes to another address.*delete/);
    expect(additions()).toEqual([]);
  });

  it.each([
    ['an event that is not needed', { event_code: 'pay.payment.debited' }],
    ['another branch', { event_code: 'order.payment.settled', collector_code: 'south' }],
  ])('does not mind another system’s subscription to %s', async (_, facts) => {
    jodoWith([{ id: 'a', url: 'https://erp.example.com/hook', ...facts }]);
    await subscribe({ ...MAIL, collectorCode: 'north' });
    expect(addedCodes()).toHaveLength(2);
  });

  it('notices that Jodo kept another address although the list did not show it', async () => {
    jodoWith([], [{ status: 201, body: { data: { id: 'a', url: 'https://erp.example.com/hook' } } }]);
    await expect(subscribe()).rejects.toMatchObject({ kind: 'rejected' });
    expect(additions()).toHaveLength(1);
  });

  it('needs somebody to write to, and calls nobody without', async () => {
    jodoWith([]);
    const failure = subscribe({});
    await expect(failure).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(failure).rejects.toThrow('failureNotificationEmail');
    expect(jodo.seen).toEqual([]);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['silence', 'silence', 'unknown_outcome'],
    ['429', { status: 429 }, 'unknown_outcome'],
    ['a refusal', { status: 400, body: { message: 'Unknown event' } }, 'rejected'],
  ])('says that it is half done when %s meets the second event', async (_, second, kind) => {
    const first = { status: 201, body: { data: { id: 'a', url: URL } } };
    jodoWith([], [first, second]);
    const failure = subscribe();
    await expect(failure).rejects.toMatchObject({ kind });
    await expect(failure).rejects.toThrow('only 1 of 2 events');
  });

  it('never shows the new secret, though Jodo quotes it', async () => {
    jodo.answers(({ method, text }) =>
      method === 'GET'
        ? { status: 200, body: { data: [] } }
        : { status: 400, body: { message: `${text.slice(-160)}` } },
    );
    const failure: unknown = await subscribe().catch((error: unknown) => error);
    expect(String(failure)).toContain('"[withheld]"}');
    expect(String(failure)).not.toMatch(/[0-9a-f]{16}/);
  });
});
