import type { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import { refusingUrl, ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeFaultPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  const { wire, order } = bench.harness;
  let scripted: ScriptedProvider;
  let gateway: PaymentGateway;

  beforeAll(async () => {
    scripted = await ScriptedProvider.start();
    gateway = bench.impatientGateway(scripted.url);
  });
  afterAll(() => scripted.stop());

  const createAgainst = (answer: ScriptedAnswer): Promise<GatewayError> => {
    scripted.answers(answer);
    return failureOf(gateway.createCheckout(order));
  };

  describe('a create that goes wrong', () => {
    it('surely did not happen where nobody listens', async () => {
      const { kind } = await failureOf(bench.impatientGateway(await refusingUrl()).createCheckout(order));
      expect(kind).toBe('not_sent');
    });

    it.each<[string, ScriptedAnswer]>([
      ['silence', 'silence'],
      ['a slow drip', 'drip'],
      ['a reset', 'reset'],
      ['500', { status: 500, body: {} }],
      ['502 with HTML', { status: 502, body: '<h1>Bad Gateway</h1>' }],
      ['503', { status: 503 }],
      ['an unreadable 200', { status: 200, body: '<h1>Hello</h1>' }],
      ['an empty 200', { status: 200 }],
      ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
      ['a 200 without an id', wire.createdWithoutId],
    ])('perhaps happened after %s, and is not repeated by itself', async (_, answer) => {
      expect(await createAgainst(answer)).toMatchObject({ kind: 'unknown_outcome', operation: 'createCheckout' });
      expect(scripted.seen).toHaveLength(1);
    });

    it('was understood and refused after 400', async () => {
      expect(await createAgainst(wire.refusal(400, 'no'))).toMatchObject({ kind: 'rejected', providerStatus: 400 });
    });

    it.each([401, 403])('needs a person after %i', async (status) => {
      expect(await createAgainst({ status })).toMatchObject({ kind: 'misconfigured', providerStatus: status });
    });

    it('may be tried again after the time that 429 names', async () => {
      const answer = { status: 429, headers: { 'retry-after': '17' } };
      expect(await createAgainst(answer)).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 17 });
    });

    it('may be tried again at leisure after a 429 that names no time', async () => {
      const failure = await createAgainst({ status: 429 });
      expect(failure).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: undefined });
    });

    it('succeeds once the fault is over', async () => {
      await createAgainst({ status: 500 });
      scripted.answers(wire.created(wire.idOf('p_2'), order));
      await expect(gateway.createCheckout(order)).resolves.toMatchObject({ providerPaymentId: wire.idOf('p_2') });
    });
  });
}
