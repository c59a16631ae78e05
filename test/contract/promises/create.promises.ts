import { GatewayError } from '../../../src/gateways/gateway-error.js';
import type { GatewayBench } from '../gateway.bench.js';
import { failureOf } from '../gateway.bench.js';
import type { ProviderWorld } from '../gateway.harness.js';
import type { PaymentGateway, ProviderCheckout } from '../../../src/gateways/payment-gateway.js';
import { ScriptedProvider } from '../scripted-provider.js';

/** Where floats, rounding and 32 bits go wrong. */
const ODD_AMOUNTS = [1, 5, 29, 57, 99, 100, 1050, 11_301, 123_456_789];

export function describeCreatePromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;
  describe('creating a checkout', () => {
    let world: ProviderWorld;
    let gateway: PaymentGateway;
    const { currency } = bench.harness.order.amount;

    beforeAll(async () => {
      world = await bench.harness.startWorld();
      gateway = bench.gateway(world.baseUrl);
    });
    afterAll(() => world.stop());

    it.each(ODD_AMOUNTS)('asks for, echoes and is paid %i minor units exactly', async (value) => {
      const amount = { value, currency };
      const checkout = await gateway.createCheckout(bench.order({ amount, items: [] }));
      if (checkout.amount) expect(checkout.amount).toEqual(amount);
      await world.pay(checkout.providerPaymentId);
      const snapshot = await gateway.fetchPayment(checkout.providerPaymentId);
      expect(snapshot).toMatchObject({ status: 'paid', paid: amount, refunded: { value: 0, currency } });
    });

    it('is paid what the items add up to', async () => {
      const [first, second] = [333, 717].map((value, index) => ({
        ...bench.harness.order.items[0]!,
        amount: { value, currency },
        code: index === 0 ? null : bench.harness.order.items[0]!.code,
      }));
      const amount = { value: 1050, currency };
      const { providerPaymentId } = await gateway.createCheckout(bench.order({ amount, items: [first!, second!] }));
      await world.pay(providerPaymentId);
      expect(await gateway.fetchPayment(providerPaymentId)).toMatchObject({ status: 'paid', paid: amount });
    });

    it('never takes at once what was to be held', async () => {
      const held = await gateway.createCheckout(bench.order({ capture: 'manual' })).catch((error: unknown) => error);
      const { manualCapture } = bench.harness.openProvider({ baseUrl: world.baseUrl, timeoutMs: 100 }).profile
        .capabilities;
      expect(held instanceof GatewayError).toBe(manualCapture === 'never');
      if (held instanceof GatewayError) return expect(held.kind).toBe('rejected');
      const { providerPaymentId } = held as ProviderCheckout;
      await world.pay(providerPaymentId);
      expect(await gateway.fetchPayment(providerPaymentId)).toMatchObject({ status: 'authorized' });
    });

    it('gives every checkout an address of its own', async () => {
      const checkouts = [await gateway.createCheckout(bench.order()), await gateway.createCheckout(bench.order())];
      expect(new Set(checkouts.map(({ url }) => url)).size).toBe(2);
    });

    it('carries the longest reference', async () => {
      const reference = 'R'.repeat(60);
      const { providerPaymentId } = await gateway.createCheckout(bench.order({ reference }));
      expect((await gateway.fetchPayment(providerPaymentId)).reference).toBe(reference);
    });

    it('carries the reference there and back', async () => {
      const reference = 'INV/2026-04 #7 ß';
      const checkout = await gateway.createCheckout(bench.order({ reference }));
      const snapshot = await gateway.fetchPayment(checkout.providerPaymentId);
      expect(checkout.reference ?? reference).toBe(reference);
      expect(snapshot.reference).toBe(reference);
    });

    it('answers an address to send the payer to', async () => {
      const { url, providerPaymentId } = await gateway.createCheckout(bench.order());
      expect(new URL(url).protocol).toMatch(/^https?:$/);
      expect(providerPaymentId).not.toBe('');
    });

    it('tells the provider when to stop taking money', async () => {
      const expiresAt = new Date('2099-01-01T00:00:00.000Z');
      const checkout = await gateway.createCheckout(bench.order({ expiresAt }));
      if (checkout.expiresAt) expect(checkout.expiresAt).toEqual(expiresAt);
      await expect(gateway.fetchPayment(checkout.providerPaymentId)).resolves.toMatchObject({ status: 'open' });
    });

    it('needs nothing that the profile does not name', async () => {
      const { requiredCustomerDetails } = bench.harness.openProvider({
        baseUrl: world.baseUrl,
        timeoutMs: 100,
      }).profile;
      const { name, email, phone } = bench.harness.order.customer;
      const known = { name, email, phone };
      const customer = { name: null, email: null, phone: null };
      for (const detail of requiredCustomerDetails) Object.assign(customer, { [detail]: known[detail] });
      const order = bench.order({ customer, description: null, items: [], expiresAt: null });
      await expect(gateway.createCheckout(order)).resolves.toMatchObject({ providerPaymentId: expect.any(String) });
    });

    it.each([
      ['other alphabets', 'Škola Příbor – 第二学期 🎓'],
      ['markup and quotes', `<b>"O'Hara" & sons</b> \\ {{x}}`],
      ['line breaks', 'first\r\nsecond'],
    ])('takes a description with %s', async (_, description) => {
      await expect(gateway.createCheckout(bench.order({ description }))).resolves.toMatchObject({
        providerPaymentId: expect.any(String),
      });
    });

    it.each(['Żaneta Přibyl', '王 小明', `Sam "S" O'Hara <b>`])('takes a payer named %s', async (name) => {
      const customer = { ...bench.harness.order.customer, name };
      await expect(gateway.createCheckout(bench.order({ customer }))).resolves.toMatchObject({
        providerPaymentId: expect.any(String),
      });
    });

    it('keeps orders apart that are made at the same time', async () => {
      const orders = Array.from({ length: 10 }, (_, index) => bench.order({ reference: `INV-${index}`, items: [] }));
      const checkouts = await Promise.all(orders.map((order) => gateway.createCheckout(order)));
      const snapshots = await Promise.all(checkouts.map((each) => gateway.fetchPayment(each.providerPaymentId)));
      expect(snapshots.map(({ reference }) => reference)).toEqual(orders.map(({ reference }) => reference));
      expect(new Set(checkouts.map((each) => each.providerPaymentId)).size).toBe(10);
    });

    it('takes no money by itself, however often it is repeated', async () => {
      const chargesBefore = await world.charges();
      const first = await gateway.createCheckout(bench.order());
      const second = await gateway.createCheckout(bench.order());
      for (const { providerPaymentId } of [first, second]) {
        await expect(gateway.fetchPayment(providerPaymentId)).resolves.toMatchObject({ status: 'open' });
      }
      expect(await world.charges()).toBe(chargesBefore);
    });

    it('says that it does not know, when the answer to a create that happened is lost', async () => {
      await world.loseNextCreateAnswer();
      const failure = await failureOf(bench.impatientGateway(world.baseUrl).createCheckout(bench.order()));
      expect(failure).toMatchObject({ kind: 'unknown_outcome', operation: 'createCheckout' });
      await expect(gateway.createCheckout(bench.order())).resolves.toMatchObject({ url: expect.any(String) });
    });

    it('refuses a foreign currency before it calls anybody', async () => {
      const nobody = await ScriptedProvider.start();
      const amount = { value: 100, currency: bench.harness.foreignCurrency };
      const failure = await failureOf(bench.gateway(nobody.url).createCheckout(bench.order({ amount, items: [] })));
      expect(failure.kind).toBe('rejected');
      expect(nobody.seen).toEqual([]);
      await nobody.stop();
    });
  });
}
