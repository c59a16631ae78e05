import { inspect } from 'node:util';
import type { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { CheckoutOrder, PaymentGateway, RefundOrder } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import { ScriptedProvider, type Script, type ScriptedAnswer } from '../scripted-provider.js';

export function describeErrorPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  const { wire, order } = bench.harness;
  const id = wire.idOf('p_1');
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
      ['fetchPayment', () => gateway.fetchPayment(id)],
      ['cancel', () => gateway.cancellation?.cancel(id) ?? gateway.fetchPayment(id)],
      ['refund', () => gateway.refunds?.refund(refundOf(id, order)) ?? gateway.fetchPayment(id)],
      ['capture', () => gateway.capture?.capture(refundOf(id, order)) ?? gateway.fetchPayment(id)],
      ['release', () => gateway.capture?.release(id) ?? gateway.fetchPayment(id)],
      ['subscribe', () => gateway.webhookSetup?.subscribe('https://example.com/h') ?? gateway.fetchPayment(id)],
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

    it('carries no cause, in which the request would hang', async () => {
      for (const answer of ['reset', { status: 500 }] as const) {
        expect(await createAgainst(answer)).not.toHaveProperty('cause');
      }
    });

    it('says what the provider said, for whom it may concern', async () => {
      expect((await createAgainst(wire.refusal(400, 'the shop is closed'))).message).toContain('the shop is closed');
    });

    it('is one line of bounded length, however much the provider says', async () => {
      const { message } = await createAgainst(wire.refusal(400, 'many\nwords '.repeat(10_000)));
      expect(message).not.toContain('\n');
      expect(message.length).toBeLessThan(300);
    });
  });
}

function refundOf(providerPaymentId: string, { amount, customer }: CheckoutOrder): RefundOrder {
  return { providerPaymentId, refundId: 'rfd_contract', amount, isWhole: true, reason: customer.name };
}
