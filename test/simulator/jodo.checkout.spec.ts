import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { type Created, jodoClient } from './support/jodo.client.js';
import { eventually } from './support/eventually.js';

const CALLBACK = { callback_url: 'https://erp.example.com/back/abc?a=%20b' };

describe("Jodo's hosted page", () => {
  let simulator: RunningSimulator;
  let jodo: ReturnType<typeof jodoClient>;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, slowBankMs: 60 });
    jodo = jodoClient(simulator.url);
  });
  afterAll(() => simulator.close());

  const choose = async ({ redirect_url }: Created, fields: Record<string, string> = { method: 'upi' }) =>
    String((await jodo.submit(`${new URL(redirect_url).pathname}/pay`, fields)).headers['location']);
  const decide = async (approval: string, decision: string) =>
    String((await jodo.submit(approval, { decision })).headers['location']);
  const backWith = ({ order_id }: Created) => `https://erp.example.com/back/abc?a=%20b&order_id=${order_id}`;

  it('shows payer, lines, amount and the ways to pay, and calls itself a simulator', async () => {
    const order = await jodo.create({
      ...CALLBACK,
      name: 'Sam <Sample>',
      details: [
        { component_type: 'TUITION_FEE', amount: 1000 },
        { component_type: 'BUS', amount: '50.29' },
      ],
    });
    const page = await jodo.page(order.redirect_url);
    const texts = ['₹1,050.29', '₹1,000.00', '₹50.29', 'BUS', 'Sam &lt;Sample&gt;', 'no real money'];
    const ids = ['id="pay-upi"', 'id="pay-card"', 'id="slow-bank"', 'id="cancel"'];
    for (const text of [...texts, ...ids]) expect(page.text).toContain(text);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it.each(['upi', 'card'])('asks the payer of %s for approval, then goes back with order_id joined', async (method) => {
    const order = await jodo.create(CALLBACK);
    const approval = await choose(order, { method });
    const page = await jodo.page(approval);
    for (const text of ['id="approve"', 'id="decline"', '₹1,050.29']) expect(page.text).toContain(text);
    expect((await jodo.fetch(order.order_id)).status).toBe('unpaid');
    expect(await decide(approval, 'approve')).toBe(backWith(order));
    expect((await jodo.ledgerOf(order.order_id)).charges).toEqual([
      { transactionId: expect.stringMatching(/^trans_/), amount: 105029, at: expect.any(String), method },
    ]);
  });

  it('leaves the order unpaid and payable after a decline', async () => {
    const order = await jodo.create(CALLBACK);
    const again = await decide(await choose(order), 'decline');
    expect((await jodo.page(again)).text).toContain('was declined');
    expect(await jodo.ledgerOf(order.order_id)).toMatchObject({ status: 'unpaid', payable: true, charges: [] });
    await decide(await choose(order), 'approve');
    expect((await jodo.fetch(order.order_id)).status).toBe('paid');
  });

  it('leads a payer who cancels to the callback without paying, or to a page of its own', async () => {
    const order = await jodo.create(CALLBACK);
    expect((await jodo.page(order.redirect_url)).text).toContain(
      `id="cancel" href="${backWith(order).replace('&', '&amp;')}"`,
    );
    const link = await jodo.createLink(CALLBACK);
    const left = `${new URL(link.redirect_url).pathname}/left`;
    expect((await jodo.page(link.redirect_url)).text).toContain(`id="cancel" href="${left}"`);
    expect((await jodo.page(left)).text).toContain('You left the payment');
  });

  it('shows the payer of a link a result, since links know no way back', async () => {
    const link = await jodo.createLink(CALLBACK);
    expect(link.redirect_url).not.toContain('callback_url');
    const after = await decide(await choose(link), 'approve');
    expect(after).toBe(new URL(link.redirect_url).pathname);
    const page = await jodo.page(after);
    expect(page.text).toContain('Payment successful');
    expect(page.text).not.toContain('id="return"');
  });

  it('charges once however many approve at once', async () => {
    const order = await jodo.create(CALLBACK);
    const approvals = await Promise.all(Array.from({ length: 10 }, () => choose(order)));
    const places = await Promise.all(approvals.flatMap((one) => [decide(one, 'approve'), decide(one, 'approve')]));
    expect(new Set(places)).toEqual(new Set([backWith(order)]));
    expect((await jodo.ledgerOf(order.order_id)).charges).toHaveLength(1);
  });

  it('sends the payer of a slow bank back at once and takes the money later', async () => {
    const order = await jodo.create(CALLBACK);
    expect(await decide(await choose(order, { method: 'upi', slowBank: 'yes' }), 'approve')).toBe(backWith(order));
    expect((await jodo.fetch(order.order_id)).status).toBe('unpaid');
    expect((await jodo.page(order.redirect_url)).text).toContain('Waiting for your bank');
    await eventually(async () => ((await jodo.fetch(order.order_id)).status === 'paid' ? true : undefined));
    expect((await jodo.ledgerOf(order.order_id)).charges).toHaveLength(1);
  });

  it('takes no money from a slow bank after the link was cancelled', async () => {
    const { order_id } = await jodo.createLink();
    await jodo.scenario({ name: 'slow_bank', orderId: order_id, delayMs: 600_000 });
    expect((await jodo.pay(order_id)).outcome).toBe('confirming');
    await jodo.call('DELETE', `/pay/payment_links/${order_id}`);
    await jodo.advance(601);
    expect(await jodo.ledgerOf(order_id)).toMatchObject({ status: 'cancelled', charges: [] });
  });

  it('refuses payers of cancelled links, of unknown orders and of wrong transactions with a page', async () => {
    const link = await jodo.createLink();
    await jodo.call('DELETE', `/pay/payment_links/${link.order_id}`);
    expect((await jodo.page(link.redirect_url)).text).toContain('Link cancelled');
    expect((await jodo.pay(link.order_id)).outcome).toBe('closed');
    expect((await jodo.page(`/p/${link.order_id}/trans_000000000000`)).status).toBe(404);
    expect((await jodo.page('/p/order_none/trans_none')).status).toBe(404);
  });

  it('does the same for a machine as for a payer', async () => {
    const { order_id } = await jodo.create(CALLBACK);
    expect(await jodo.pay(order_id, { approve: false })).toEqual({
      status: 'unpaid',
      outcome: 'declined',
      redirectUrl: null,
    });
    const paid = await jodo.control('POST', 'pay', { intentId: order_id, method: 'card' });
    expect(paid.json()).toEqual({
      status: 'paid',
      outcome: 'paid',
      redirectUrl: `https://erp.example.com/back/abc?a=%20b&order_id=${order_id}`,
    });
    expect((await jodo.control('POST', 'pay', { orderId: 'order_none' })).status).toBe(404);
    expect((await jodo.control('POST', 'pay', { orderId: order_id, method: 'cash' })).status).toBe(400);
  });
});
