import { inspect } from 'node:util';
import type { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import { refusingUrl, ScriptedProvider, type Script, type ScriptedAnswer } from '../scripted-provider.js';

export function describeFaultPromises(bench: GatewayBench): void {
  const { wire, order } = bench.harness;
  let scripted: ScriptedProvider;
  let gateway: PaymentGateway;

  beforeAll(async () => {
    scripted = await ScriptedProvider.start();
    gateway = bench.impatientGateway(scripted.url);
  });
  afterAll(() => scripted.stop());

  const createAgainst = (answer: Script | ScriptedAnswer): Promise<GatewayError> => {
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
      scripted.answers(wire.created('p_2', order));
      await expect(gateway.createCheckout(order)).resolves.toMatchObject({ providerPaymentId: 'p_2' });
    });
  });

  describe('an error', () => {
    const answers: readonly (readonly [string, Script | ScriptedAnswer])[] = [
      ['silence', 'silence'],
      ['a reset', 'reset'],
      ['a 500 that echoes the request', ({ text, rawHeaders }) => wire.refusal(500, `${rawHeaders.join(' ')} ${text}`)],
      ['a 400 that echoes the request', ({ text, rawHeaders }) => wire.refusal(400, `${rawHeaders.join(' ')} ${text}`)],
      ['a 400 that says all that is private', () => wire.refusal(400, bench.privateTexts().join(' '))],
      ['a 401 that echoes the key', ({ rawHeaders }) => wire.refusal(401, rawHeaders.join(' '))],
    ];
    const operations: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['createCheckout', () => gateway.createCheckout(order)],
      ['fetchPayment', () => gateway.fetchPayment('p_1')],
      ['cancel', () => gateway.cancellation?.cancel('p_1') ?? gateway.fetchPayment('p_1')],
      ['subscribe', () => gateway.webhookSetup?.subscribe('https://example.com/h') ?? gateway.fetchPayment('p_1')],
    ];
    const cases = operations.flatMap(([name, call]) => answers.map(([what, answer]) => ({ name, call, what, answer })));

    it.each(cases)('of $name after $what shows neither secret nor payer', async ({ name, call, answer }) => {
      scripted.answers(answer);
      const error = await failureOf(call());
      const shown = `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)} ${error.stack}`;
      // Only a create knows the payer's name; nothing else could recognise one in a provider's sentence.
      const unknown = name === 'createCheckout' ? null : order.customer.name;
      for (const text of bench.privateTexts()) if (text !== unknown) expect(shown).not.toContain(text);
    });

    it('is one line of bounded length, however much the provider says', async () => {
      const { message } = await createAgainst(wire.refusal(400, 'many\nwords '.repeat(10_000)));
      expect(message).not.toContain('\n');
      expect(message.length).toBeLessThan(300);
    });
  });
}
