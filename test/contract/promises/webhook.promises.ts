import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { WebhookRejected } from '../../../src/gateways/gateway-error.js';
import type { GatewayBench } from '../gateway.bench.js';
import { ScriptedProvider } from '../scripted-provider.js';

const NONSENSE = [
  '',
  'not json',
  '{"half":',
  'null',
  '7',
  '[]',
  '{}',
  '[[[[]]]]',
  '{"__proto__":{"id":"x"}}',
  '\u0000',
];

export function describeWebhookPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  const { wire, connection } = bench.harness;
  const gateway = bench.gateway('http://127.0.0.1:9');
  const providerPaymentId = wire.idOf('p_1');
  const body = wire.claimsPaid({ eventId: 'evt_1', providerPaymentId });
  const proof = () => wire.sign(Buffer.from(body), connection.webhookSecrets[0]!);
  const signatureOf = (headers: Record<string, string>) => headers[wire.signatureHeader]!;

  describe('a webhook', () => {
    it('is accepted with its signature', () => {
      expect(gateway.verifyWebhook(bench.signed(body))).toMatchObject({ eventId: 'evt_1' });
    });

    it('is accepted under the previous secret during a rotation', () => {
      const delivery = bench.signed(body, connection.webhookSecrets[1]);
      expect(gateway.verifyWebhook(delivery)).toMatchObject({ eventId: 'evt_1' });
    });

    it.each(['toUpperCase', 'toLowerCase'] as const)('is accepted with its hexadecimal digits %s', (change) => {
      const digits = signatureOf(proof()).replace(/[0-9A-F-]{64,}$/i, (hex) => hex[change]());
      const delivery = bench.delivery(body, { ...proof(), [wire.signatureHeader]: digits });
      expect(gateway.verifyWebhook(delivery)).toMatchObject({ eventId: 'evt_1' });
    });

    it('is refused under the previous secret once that is given up', () => {
      const moved = bench.gateway('http://127.0.0.1:9', { webhookSecrets: [connection.webhookSecrets[0]!] });
      const delivery = bench.signed(body, connection.webhookSecrets[1]);
      expect(() => moved.verifyWebhook(delivery)).toThrow(WebhookRejected);
    });

    it('is refused from an address that is not the provider’s', () => {
      const delivery = bench.signed(body);
      for (const remoteAddress of ['192.0.2.77', '2001:db8::1', 'unknown', null]) {
        expect(() => gateway.verifyWebhook({ ...delivery, remoteAddress })).toThrow(WebhookRejected);
      }
    });

    it('is refused under a secret that is not ours', () => {
      expect(() => gateway.verifyWebhook(bench.signed(body, 'another-secret'))).toThrow(WebhookRejected);
    });

    it('is refused while no secret is known', () => {
      const strangers = bench.gateway('http://127.0.0.1:9', { webhookSecrets: [] });
      expect(() => strangers.verifyWebhook(bench.signed(body))).toThrow(WebhookRejected);
    });

    it('is refused with any bit of the body flipped', () => {
      const bytes = Buffer.from(body);
      fc.assert(
        fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
          const forged = Buffer.from(bytes);
          forged[bit >> 3]! ^= 1 << (bit & 7);
          expect(() => gateway.verifyWebhook(bench.delivery(forged, proof()))).toThrow(WebhookRejected);
        }),
      );
    });

    it.each([
      ['re-serialised', JSON.stringify(JSON.parse(body), null, 1)],
      ['with a line break added', `${body}\n`],
      ['truncated', body.slice(0, -1)],
      ['emptied', ''],
    ])('is refused %s', (_, forged) => {
      expect(() => gateway.verifyWebhook(bench.delivery(forged, proof()))).toThrow(WebhookRejected);
    });

    it('is refused without a signature', () => {
      expect(() => gateway.verifyWebhook(bench.delivery(body, {}))).toThrow(WebhookRejected);
    });

    it.each<[string, (signature: string) => string]>([
      ['empty', () => ''],
      ['shortened', (signature) => signature.slice(0, -1)],
      ['doubled', (signature) => `${signature},${signature}`],
      ['lengthened', (signature) => `${signature}00`],
      ['replaced by zeros', (signature) => signature.replace(/[0-9a-f]/gi, '0')],
      ['not hexadecimal', (signature) => signature.replace(/.$/, 'z')],
      ['of absurd length', () => 'a'.repeat(100_000)],
      ['with a NUL', (signature) => `${signature}\u0000`],
    ])('is refused with a signature that is %s', (_, change) => {
      const headers = { ...proof(), [wire.signatureHeader]: change(signatureOf(proof())) };
      expect(() => gateway.verifyWebhook(bench.delivery(body, headers))).toThrow(WebhookRejected);
    });

    it('does not tell in its refusal what it expected', () => {
      const refusal = () => gateway.verifyWebhook(bench.delivery(`${body} `, proof()));
      const expected = signatureOf(wire.sign(Buffer.from(`${body} `), connection.webhookSecrets[0]!));
      expect(refusal).toThrow(expect.objectContaining({ message: expect.not.stringContaining(expected) }));
    });

    it('has one event id over redeliveries, and another event has another', () => {
      const first = gateway.verifyWebhook(bench.signed(body));
      const again = gateway.verifyWebhook(bench.signed(body, connection.webhookSecrets[1]));
      const other = gateway.verifyWebhook(bench.signed(wire.claimsPaid({ eventId: 'evt_2', providerPaymentId })));
      expect(again.eventId).toBe(first.eventId);
      expect(other.eventId).not.toBe(first.eventId);
    });

    it('names the checkout that is worth a look', () => {
      const delivery = gateway.verifyWebhook(bench.signed(body));
      expect(gateway.readSignals(delivery)).toEqual([{ providerPaymentId }]);
    });

    it('names nothing when it is about no payment', () => {
      expect(gateway.readSignals(gateway.verifyWebhook(bench.signed(wire.unrelatedEvent)))).toEqual([]);
    });

    it.each([
      ['of absurd length', 'x'.repeat(5000)],
      ['with a space', 'p 1'],
      ['with a line break', 'p_1\r\n'],
      ['with a NUL', 'p\u0000'],
    ])('names no checkout by an id %s', (_, id) => {
      const claim = wire.claimsPaid({ eventId: 'evt_1', providerPaymentId: wire.idOf(id) });
      expect(gateway.readSignals(gateway.verifyWebhook(bench.signed(claim)))).toEqual([]);
    });

    it('has an event id that can be stored, however long the provider’s is', () => {
      const [first, again, other] = ['a', 'a', 'b'].map((end) => {
        const claim = wire.claimsPaid({ eventId: `${'e'.repeat(5000)}${end}`, providerPaymentId });
        return gateway.verifyWebhook(bench.signed(claim)).eventId;
      });
      expect(first!.length).toBeLessThanOrEqual(200);
      expect(again).toBe(first);
      expect(other).not.toBe(first);
    });

    it.each(NONSENSE)('survives authentic nonsense: %j', (nonsense) => {
      const delivery = gateway.verifyWebhook(bench.signed(nonsense));
      expect(delivery.eventId).not.toBe('');
      expect(gateway.readSignals(delivery)).toEqual([]);
      expect(gateway.verifyWebhook(bench.signed(nonsense)).eventId).toBe(delivery.eventId);
    });

    it('survives any authentic JSON', () => {
      fc.assert(
        fc.property(fc.json(), (json) => {
          const delivery = gateway.verifyWebhook(bench.signed(json));
          expect(delivery.eventId.length).toBeGreaterThan(0);
          expect(gateway.readSignals(delivery)).toEqual([]);
        }),
      );
    });

    it('survives authentic bytes that are not UTF-8', () => {
      const bytes = Buffer.from([0xff, 0xfe, 0x7b, 0x00]);
      expect(gateway.readSignals(gateway.verifyWebhook(bench.signed(bytes)))).toEqual([]);
    });

    it('calls nobody while it is verified and read', async () => {
      const scripted = await ScriptedProvider.start();
      const own = bench.gateway(scripted.url);
      own.readSignals(own.verifyWebhook(bench.signed(body)));
      expect(scripted.seen).toEqual([]);
      await scripted.stop();
    });

    it('changes nothing by claiming success', async () => {
      const world = await bench.harness.startWorld();
      const own = bench.gateway(world.baseUrl);
      const { providerPaymentId } = await own.createCheckout(bench.order());
      const claim = bench.signed(wire.claimsPaid({ eventId: randomUUID(), providerPaymentId }));
      expect(own.readSignals(own.verifyWebhook(claim))).toEqual([{ providerPaymentId }]);
      expect(await own.fetchPayment(providerPaymentId)).toMatchObject({ status: 'open' });
      await world.stop();
    });
  });
}
