import fc from 'fast-check';
import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import { failureOf, type GatewayBench } from '../gateway.bench.js';
import { ScriptedProvider, type ScriptedAnswer, type SeenRequest } from '../scripted-provider.js';

export function describeWirePromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  const { wire, order, connection } = bench.harness;
  const id = wire.idOf('p_1');

  describe('a create on the wire', () => {
    let scripted: ScriptedProvider;
    let gateway: PaymentGateway;

    beforeAll(async () => {
      scripted = await ScriptedProvider.start();
      gateway = bench.gateway(scripted.url);
    });
    afterAll(() => scripted.stop());

    const sent = async (changes = {}): Promise<SeenRequest> => {
      scripted.answers(wire.created(id, order));
      await gateway.createCheckout(bench.order(changes));
      expect(scripted.seen).toHaveLength(1);
      return scripted.seen[0]!;
    };

    it('is one POST of JSON', async () => {
      const { method, headers, text } = await sent();
      expect(method).toBe('POST');
      expect(headers['content-type']).toBe('application/json');
      expect(JSON.parse(text)).toBeInstanceOf(Object);
    });

    it('carries the id of our checkout, by which it can be found again', async () => {
      expect((await sent({ checkoutId: 'chk_find_me' })).text).toContain('"chk_find_me"');
    });

    it('carries the reference', async () => {
      expect((await sent({ reference: 'INV-find-me' })).text).toContain('"INV-find-me"');
    });

    it('says where the payer comes back', async () => {
      expect((await sent()).text).toContain(JSON.stringify(order.returnUrl));
    });

    it('says until when money may be taken, as an instant of UTC', async () => {
      const expiresAt = new Date('2099-05-06T07:08:09.000Z');
      expect((await sent({ expiresAt })).text).toContain('"2099-05-06T07:08:09.000Z"');
    });

    it('proves who we are in a header and nowhere else', async () => {
      const { path, text, headers } = await sent();
      expect(headers.authorization).toMatch(/^Basic \S+$/);
      for (const secret of [...Object.values(connection.credentials), ...connection.webhookSecrets]) {
        expect(`${path} ${text}`).not.toContain(secret);
      }
    });

    it('carries the payer’s e-mail address', async () => {
      expect((await sent()).text).toContain(JSON.stringify(order.customer.email));
    });

    it('understands an answer with members that no document knows', async () => {
      scripted.answers(withStrangers(wire.created(id, order)));
      expect(await gateway.createCheckout(order)).toMatchObject({ providerPaymentId: id });
    });

    it('is not made without a customer detail that the profile names', async () => {
      const { requiredCustomerDetails } = bench.harness.openProvider({ baseUrl: scripted.url, timeoutMs: 100 }).profile;
      scripted.answers(wire.created(id, order));
      expect(requiredCustomerDetails).not.toEqual([]);
      for (const detail of requiredCustomerDetails) {
        const customer = { ...order.customer, [detail]: null };
        expect((await failureOf(gateway.createCheckout(bench.order({ customer })))).kind).toBe('rejected');
      }
      expect(scripted.seen).toEqual([]);
    });
  });

  describe('a look on the wire', () => {
    let scripted: ScriptedProvider;
    let gateway: PaymentGateway;

    beforeAll(async () => {
      scripted = await ScriptedProvider.start();
      gateway = bench.gateway(scripted.url);
    });
    afterAll(() => scripted.stop());

    const look = (answer: ScriptedAnswer) => {
      scripted.answers(answer);
      return gateway.fetchPayment(id);
    };

    it('is one GET', async () => {
      await look(wire.open(id, order));
      expect(scripted.seen.map(({ method }) => method)).toEqual(['GET']);
    });

    it.each(['../elsewhere', 'p/1', 'p?x=1', 'p#1', 'p%2F1', 'p 1', 'п1'])(
      'keeps %j in one segment of its path',
      async (name) => {
        const segmentsOf = (path: string) => new URL(path, scripted.url).pathname.split('/');
        await look(wire.open(id, order));
        const expected = segmentsOf(scripted.seen[0]!.path);
        scripted.answers(wire.missing);
        await gateway.fetchPayment(wire.idOf(name));
        const segments = segmentsOf(scripted.seen[0]!.path);
        expect(segments.slice(0, -1)).toEqual(expected.slice(0, -1));
        expect(decodeURIComponent(segments.at(-1)!)).toBe(name);
      },
    );

    it('reads every amount exactly', async () => {
      const { currency } = order.amount;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 99_999_999_999 }), async (value) => {
          const paid = { value, currency };
          const snapshot = await look(wire.paid(id, bench.order({ amount: paid, items: [] })));
          expect(snapshot).toMatchObject({ status: 'paid', paid });
        }),
        { numRuns: 60 },
      );
    });

    it('understands an answer with members that no document knows', async () => {
      expect(await look(withStrangers(wire.paid(id, order)))).toMatchObject({ status: 'paid', paid: order.amount });
    });

    it('does not believe an answer about another payment', async () => {
      const failure = await failureOf(look(wire.paid(wire.idOf('p_2'), order)));
      expect(failure).toMatchObject({ kind: 'not_sent', operation: 'fetchPayment' });
    });

    it('does not take a refusal for news', async () => {
      expect((await failureOf(look(wire.refusal(400, 'no')))).kind).toBe('rejected');
    });

    it('is not led elsewhere by a redirect', async () => {
      const elsewhere = { status: 302, headers: { location: `${scripted.url}/elsewhere` } };
      expect((await failureOf(look(elsewhere))).kind).toBe('not_sent');
      expect(scripted.seen).toHaveLength(1);
    });
  });
}

/** The same answer with new members at every level, as providers reserve the right to add them. */
function withStrangers(answer: ScriptedAnswer): ScriptedAnswer {
  if (typeof answer === 'string') return answer;
  return { ...answer, body: strange(answer.body) };
}

function strange(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strange);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, strange(member)]);
  return { ...Object.fromEntries(members), somethingNew: { nested: [1, null, 'x'] } };
}
