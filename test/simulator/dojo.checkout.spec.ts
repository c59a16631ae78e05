import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { cardForm, CHALLENGES, DECLINES, dojoClient, PAYS } from './support/dojo.client.js';
import { eventually } from './support/eventually.js';

const RETURNS = {
  config: {
    title: 'Sample School',
    redirectUrl: 'https://erp.example.com/back?a=%20b',
    cancelUrl: 'https://erp.example.com/cancel',
  },
};

describe('the hosted checkout', () => {
  let simulator: RunningSimulator;
  let dojo: ReturnType<typeof dojoClient>;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, slowBankMs: 60 });
    dojo = dojoClient(simulator.url);
  });
  afterAll(() => simulator.close());

  const submit = (id: string, card: string, changes: Record<string, string> = {}) =>
    dojo.submit(`/checkout/${id}/pay`, cardForm(card, changes));
  const eventsOf = async (id: string) => (await dojo.fetch(id)).paymentEvents.map(({ eventType }) => eventType);

  it('shows payee, amount, reference and a form, and calls itself a simulator', async () => {
    const { id, reference } = await dojo.create({ ...RETURNS, description: '<b>Term fee</b>' });
    const page = await dojo.page(`/checkout/${id}`);
    for (const text of [
      'Sample School',
      '£10.50',
      reference,
      'no real money',
      '&lt;b&gt;Term fee',
      'id="card-number"',
      'id="expiry"',
    ]) {
      expect(page.text).toContain(text);
    }
    for (const text of ['id="cvv"', 'id="pay"', 'id="slow-bank"', 'href="https://erp.example.com/cancel"']) {
      expect(page.text).toContain(text);
    }
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('charges the good card and sends the payer back with the id joined to the query', async () => {
    const { id } = await dojo.create(RETURNS);
    const reply = await submit(id, '5200 0000 0000 1005');
    expect([reply.status, reply.headers['location']]).toEqual([303, `https://erp.example.com/back?a=%20b&id=${id}`]);
    expect(await dojo.fetch(id)).toMatchObject({
      status: 'Captured',
      paymentDetails: { message: 'DEPOSITED', card: { cardNumber: '52000000****1005', last4PAN: '1005' } },
      paymentEvents: [{ eventType: 'Captured' }],
    });
  });

  it('shows a result of its own where the merchant named no return address', async () => {
    const { id } = await dojo.create();
    const reply = await submit(id, PAYS);
    expect(reply.headers['location']).toBe(`/checkout/${id}`);
    expect((await dojo.page(`/checkout/${id}`)).text).toContain('Payment successful');
  });

  it('leaves the intent payable after a decline and takes another card', async () => {
    const { id } = await dojo.create(RETURNS);
    const declined = await submit(id, DECLINES);
    expect((await dojo.page(String(declined.headers['location']))).text).toContain('was declined');
    expect(await dojo.fetch(id)).toMatchObject({ status: 'Created', paymentEvents: [{ eventType: 'Declined' }] });
    await submit(id, PAYS);
    expect(await eventsOf(id)).toEqual(['Declined', 'Captured']);
  });

  it.each([
    ['any other card', '4111111111111111', {}],
    ['a wrong CVV', PAYS, { cvv: '999' }],
    ['a wrong expiry', PAYS, { expiry: '12/24' }],
  ])('tells which cards there are when given %s', async (_what, card, changes) => {
    const { id } = await dojo.create();
    const reply = await submit(id, card, changes);
    const page = await dojo.page(String(reply.headers['location']));
    expect(page.text).toContain('not a sandbox card');
    expect(page.text).toContain('5200 0000 0000 1096');
    expect(await eventsOf(id)).toEqual([]);
  });

  it('asks for 3-D Secure and charges once it is accepted, under one transaction id', async () => {
    const { id } = await dojo.create(RETURNS);
    const challenge = String((await submit(id, CHALLENGES)).headers['location']);
    expect((await dojo.page(challenge)).text).toContain('id="challenge-accept"');
    expect((await dojo.fetch(id)).status).toBe('Created');
    const accepted = await dojo.submit(challenge, { decision: 'accept' });
    expect(accepted.headers['location']).toBe(`https://erp.example.com/back?a=%20b&id=${id}`);
    const { paymentEvents } = await dojo.fetch(id);
    expect(paymentEvents.map(({ eventType }) => eventType)).toEqual(['AuthChallenged', 'Captured']);
    expect(new Set(paymentEvents.map(({ transactionId }) => transactionId)).size).toBe(1);
  });

  it('counts a rejected challenge as a decline', async () => {
    const { id } = await dojo.create();
    const challenge = String((await submit(id, CHALLENGES)).headers['location']);
    const rejected = await dojo.submit(challenge, { decision: 'reject' });
    expect(rejected.headers['location']).toBe(`/checkout/${id}?notice=declined`);
    expect(await eventsOf(id)).toEqual(['AuthChallenged', 'Declined']);
  });

  it('charges once however many submit at once', async () => {
    const { id } = await dojo.create(RETURNS);
    const replies = await Promise.all(Array.from({ length: 20 }, () => submit(id, PAYS)));
    expect(new Set(replies.map(({ headers }) => headers['location']))).toEqual(
      new Set([`https://erp.example.com/back?a=%20b&id=${id}`]),
    );
    expect((await dojo.ledgerOf(id)).charges).toHaveLength(1);
    expect(await eventsOf(id)).toEqual(['Captured']);
  });

  it('charges once when two challenges of one intent are accepted', async () => {
    const { id } = await dojo.create();
    const [first, second] = [await submit(id, CHALLENGES), await submit(id, CHALLENGES)];
    for (const { headers } of [first, second]) await dojo.submit(String(headers['location']), { decision: 'accept' });
    expect((await dojo.ledgerOf(id)).charges).toHaveLength(1);
  });

  it('sends the payer of a slow bank back at once and takes the money later', async () => {
    const { id } = await dojo.create(RETURNS);
    const reply = await submit(id, PAYS, { slowBank: 'yes' });
    expect(reply.headers['location']).toContain('https://erp.example.com/back');
    expect((await dojo.fetch(id)).status).toBe('Created');
    expect((await dojo.page(`/checkout/${id}`)).text).toContain('Waiting for your bank');
    await submit(id, PAYS);
    await eventually(async () => ((await dojo.fetch(id)).status === 'Captured' ? true : undefined));
    expect((await dojo.ledgerOf(id)).charges).toHaveLength(1);
  });

  it('takes no money from a slow bank after the intent was canceled', async () => {
    const { id } = await dojo.create();
    await dojo.pay(id, { slowBank: true });
    await dojo.call('DELETE', `/payment-intents/${id}`);
    expect(await eventually(async () => ((await eventsOf(id)).length > 0 ? eventsOf(id) : undefined))).toEqual([
      'Declined',
    ]);
    expect(await dojo.ledgerOf(id)).toMatchObject({ status: 'Canceled', charges: [] });
  });

  it('refuses payers of canceled, expired and unknown intents with a page', async () => {
    const canceled = await dojo.create();
    await dojo.call('DELETE', `/payment-intents/${canceled.id}`);
    expect((await dojo.page(`/checkout/${canceled.id}`)).text).toContain('Payment canceled');
    expect((await dojo.pay(canceled.id)).outcome).toBe('closed');
    expect((await dojo.page('/checkout/pi_sandbox_nothing')).status).toBe(404);
    expect((await dojo.page('/checkout/__proto__')).status).toBe(404);
  });

  it('does the same for a machine as for a payer', async () => {
    const { id } = await dojo.create(RETURNS);
    expect(await dojo.pay(id, { card: DECLINES })).toEqual({
      status: 'Created',
      outcome: 'declined',
      redirectUrl: null,
    });
    expect(await dojo.pay(id, { card: CHALLENGES, challenge: 'accept' })).toEqual({
      status: 'Captured',
      outcome: 'paid',
      redirectUrl: `https://erp.example.com/back?a=%20b&id=${id}`,
    });
    expect((await dojo.control('POST', 'pay', { intentId: 'pi_none', card: PAYS })).status).toBe(404);
  });

  it('lists intents and sandbox cards on its front page', async () => {
    const { id } = await dojo.create();
    const page = await dojo.page('/');
    for (const text of [`/checkout/${id}`, 'no real money', '4456 5300 0000 1013', 'webhook_lost'])
      expect(page.text).toContain(text);
    expect((await dojo.page('/simulator.css')).headers['content-type']).toContain('text/css');
  });
});
