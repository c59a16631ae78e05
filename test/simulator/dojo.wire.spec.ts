import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { anIntent, dojoClient, type Intent } from './support/dojo.client.js';

describe("the simulator on Dojo's wire", () => {
  let simulator: RunningSimulator;
  let dojo: ReturnType<typeof dojoClient>;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0 });
    dojo = dojoClient(simulator.url);
  });
  afterAll(() => simulator.close());

  describe('the gate', () => {
    it.each([
      ['Bearer with a good key', 'Bearer sk_sandbox_abc'],
      ['a base64 pair of user and password', `Basic ${Buffer.from('sk_sandbox_abc:').toString('base64')}`],
      ['a production key', 'Basic sk_prod_abc'],
      ['no scheme', 'sk_sandbox_abc'],
    ])('answers %s with 401 and no body', async (_what, authorization) => {
      const reply = await dojo.call('GET', '/payment-intents/x', { headers: { authorization } });
      expect([reply.status, reply.text]).toEqual([401, '']);
    });

    it.each(['2026-02-30', '2026–02–27', 'latest', '2020-01-01'])('refuses the version %s', async (version) => {
      const reply = await dojo.call('POST', '/payment-intents', {
        body: anIntent(),
        headers: { version: Buffer.from(version, 'utf8').toString('latin1') },
      });
      expect(reply.status).toBe(400);
      expect(reply.json()).toHaveProperty('errors.Version');
    });

    it('refuses a body that is not JSON by its type or by its text', async () => {
      const asText = await dojo.call('POST', '/payment-intents', {
        body: {},
        headers: { 'content-type': 'text/plain' },
      });
      expect(asText.status).toBe(415);
      const client = dojoClient(simulator.url);
      const empty = await client.call('POST', '/payment-intents');
      expect(empty.status).toBe(400);
    });

    it('keeps what belongs to one key from every other', async () => {
      const intent = await dojo.create();
      const stranger = dojoClient(simulator.url);
      expect((await stranger.call('GET', `/payment-intents/${intent.id}`)).status).toBe(404);
      expect((await stranger.call('DELETE', `/payment-intents/${intent.id}`)).status).toBe(404);
      expect((await stranger.call('POST', '/payment-intents/search', { body: {} })).json()).toMatchObject({ data: [] });
      expect((await dojo.fetch(intent.id)).status).toBe('Created');
    });
  });

  describe('create', () => {
    it('answers 200 with the whole intent, its link, and metadata of its own', async () => {
      const reply = await dojo.call('POST', '/payment-intents', {
        body: { ...anIntent(), metadata: { Invoice: '1' } },
      });
      const intent = reply.json<Intent>();
      expect(reply.status).toBe(200);
      expect(intent).toMatchObject({
        id: expect.stringMatching(/^pi_sandbox_/),
        status: 'Created',
        captureMode: 'Auto',
        amount: { value: 1050, currencyCode: 'GBP' },
        totalAmount: { value: 1050, currencyCode: 'GBP' },
        refundedAmount: 0,
        paymentLink: `${simulator.url}/checkout/${intent.id}`,
        paymentEvents: [],
        captures: [],
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/),
        metadata: { Invoice: '1', 'location-id': expect.stringMatching(/^rpl_/) },
      });
      expect(intent).not.toHaveProperty('paymentDetails');
    });

    it('expires after thirty days if not told otherwise', async () => {
      const intent = await dojo.create();
      const lifeMs = Date.parse(String(intent['expireAt'])) - Date.parse(String(intent['createdAt']));
      expect(lifeMs).toBe(30 * 24 * 3_600_000);
    });

    it('makes two intents of two equal requests', async () => {
      const body = anIntent();
      expect((await dojo.create(body)).id).not.toBe((await dojo.create(body)).id);
    });

    it.each([
      ['a missing reference', { reference: undefined }, 'Reference'],
      ['a reference over 60 characters', { reference: 'x'.repeat(61) }, 'Reference'],
      ['an empty reference', { reference: '' }, 'Reference'],
      ['a missing amount', { amount: undefined }, 'Amount'],
      ['a bare integer as amount', { amount: 1000 }, 'Amount'],
      ['a fraction of a penny', { amount: { value: 10.5, currencyCode: 'GBP' } }, 'Amount.Value'],
      ['a negative amount', { amount: { value: -1, currencyCode: 'GBP' } }, 'Amount.Value'],
      ['an amount as text', { amount: { value: '1000', currencyCode: 'GBP' } }, 'Amount.Value'],
      ['a foreign currency', { amount: { value: 1000, currencyCode: 'USD' } }, 'Amount.CurrencyCode'],
      ['a description over 4096 characters', { description: 'x'.repeat(4097) }, 'Description'],
      ['an unknown member', { paymentSource: 'payment-links' }, 'PaymentSource'],
      ['an unknown nested member', { config: { branding: {} } }, 'Config.Branding'],
      ['a redirect that is no URL', { config: { redirectUrl: 'shop' } }, 'Config.RedirectUrl'],
      ['metadata that is not text', { metadata: { a: 1 } }, 'Metadata'],
      ['an expiry in the past', { expireAt: '2020-01-01T00:00:00Z' }, 'ExpireAt'],
      ['an expiry that is no instant', { expireAt: 'tomorrow' }, 'ExpireAt'],
      ['manual capture without an action', { captureMode: 'Manual', autoExpireIn: '1.00:00:00' }, 'AutoExpireAction'],
      ['manual capture without a time', { captureMode: 'Manual', autoExpireAction: 'Release' }, 'AutoExpireIn'],
      ['an ISO duration', { captureMode: 'Manual', autoExpireAction: 'Release', autoExpireIn: 'P1D' }, 'AutoExpireIn'],
      ['a week', { captureMode: 'Manual', autoExpireAction: 'Release', autoExpireIn: '7.00:00:00' }, 'AutoExpireIn'],
    ])('refuses %s with the name of the field', async (_what, changes, field) => {
      const reply = await dojo.call('POST', '/payment-intents', { body: { ...anIntent(), ...changes } });
      expect(reply.status).toBe(400);
      expect(reply.json<{ errors: Record<string, string[]> }>().errors).toHaveProperty([field]);
      expect(reply.json()).toMatchObject({
        type: 'https://tools.ietf.org/html/rfc7231#section-6.5.1',
        title: 'One or more validation errors occurred.',
        status: 400,
        traceId: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      });
    });

    it("takes the PascalCase of Dojo's own manual example", async () => {
      const manual = { captureMode: 'Manual', AutoExpireIn: '6.00:00:00', AutoExpireAction: 'Release' };
      expect(await dojo.create(manual)).toMatchObject({ captureMode: 'Manual', autoExpireIn: '6.00:00:00' });
    });

    it('knows isNotOnlineCheckout only in the version that brought it', async () => {
      const body = { ...anIntent(), isNotOnlineCheckout: true };
      expect((await dojo.call('POST', '/payment-intents', { body })).status).toBe(200);
      const before = await dojo.call('POST', '/payment-intents', { body, headers: { version: '2025-09-10' } });
      expect(before.status).toBe(400);
    });
  });

  describe('cancel and expiry', () => {
    it('hides a canceled intent unless asked for it', async () => {
      const { id } = await dojo.create();
      const canceled = await dojo.call('DELETE', `/payment-intents/${id}`);
      expect([canceled.status, canceled.json<Intent>().status]).toEqual([200, 'Canceled']);
      expect((await dojo.call('GET', `/payment-intents/${id}`)).status).toBe(404);
      expect((await dojo.fetch(id)).status).toBe('Canceled');
      expect((await dojo.call('DELETE', `/payment-intents/${id}`)).status).toBe(404);
    });

    it('refuses to cancel what is paid', async () => {
      const { id } = await dojo.create();
      await dojo.pay(id);
      expect((await dojo.call('DELETE', `/payment-intents/${id}`)).status).toBe(400);
    });
  });

  describe('search', () => {
    it('pages through the newest first, by status and time, with cursors that exclude each other', async () => {
      const own = dojoClient(simulator.url);
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) ids.unshift((await own.create()).id);
      await own.pay(ids[0]!);
      const search = async (body: object) =>
        (await own.call('POST', '/payment-intents/search', { body })).json<{
          data: Intent[];
          before: string;
          after: string;
        }>();
      const first = await search({ cursor: { limit: 2 } });
      const second = await search({ cursor: { limit: 2, after: first.after } });
      const last = await search({ cursor: { limit: 2, after: second.after } });
      const back = await search({ cursor: { limit: 2, before: second.before } });
      const idsOf = (page: { data: Intent[] }) => page.data.map(({ id }) => id);
      expect([...idsOf(first), ...idsOf(second), ...idsOf(last)]).toEqual(ids);
      expect([first.before, last.after]).toEqual([null, null]);
      expect(idsOf(back)).toEqual(idsOf(first));
      expect(idsOf(await search({ statuses: ['Captured'] }))).toEqual([ids[0]]);
      expect(idsOf(await search({ startDate: new Date(Date.now() + 60_000).toISOString() }))).toEqual([]);
    });

    it.each([
      { cursor: { limit: 101 } },
      { cursor: { limit: 0 } },
      { cursor: { before: 'a', after: 'b' } },
      { reference: 'x' },
    ])('refuses %j', async (body) => {
      expect((await dojo.call('POST', '/payment-intents/search', { body })).status).toBe(400);
    });
  });

  it('changes the amount only where that was allowed at creation', async () => {
    const body = { amount: { value: 500, currencyCode: 'GBP' } };
    const fixed = await dojo.create();
    expect((await dojo.call('POST', `/payment-intents/${fixed.id}/amount`, { body })).status).toBe(405);
    const open = await dojo.create({ config: { payment: { customAmountAllowed: true } } });
    const changed = await dojo.call('POST', `/payment-intents/${open.id}/amount`, { body });
    expect(changed.json()).toMatchObject({ amount: { value: 500 }, requestedAmount: { value: 1050 } });
  });

  it('accepts a receipt for an address and for nothing less', async () => {
    const { id } = await dojo.create();
    const receipt = (emails: string[]) => dojo.call('POST', `/payment-intents/${id}/receipt`, { body: { emails } });
    expect((await receipt(['payer@example.com'])).status).toBe(204);
    expect((await receipt([])).status).toBe(400);
  });
});
