import { createHmac, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const ERP = 'http://localhost:9/back?order=7';

interface ReturnSecret {
  readonly mode: string;
  readonly secret: string;
}

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterEach(() => rest.send('patch', '/v1/account').send({ returnOrigins: [] }).expect(200));

afterAll(() => world.close());

describe('a payer who is back from the provider', () => {
  it('is led on to the ERP’s page after paying, under a signature that the ERP can check', async () => {
    const { link, reference } = await paid();
    const page = await get(`${link.url}/return`);
    const onward = onwardOf(page)!;
    const { signature, ...fields } = Object.fromEntries(onward.searchParams);
    const { paymentId, status, timestamp } = fields;
    const { secret } = await returnSecret();

    expect(page.text).toContain('Payment complete');
    expect(onward.href).toContain('http://localhost:9/back?order=7&');
    expect(fields).toMatchObject({ paymentId: link.paymentId, reference, status: 'paid' });
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
    expect(signature).toBe(
      createHmac('sha256', secret).update([paymentId, reference, status, timestamp].join('|')).digest('hex'),
    );
  });

  it('is offered the way on while the bank is slow, which says that nothing is paid yet', async () => {
    const { link } = await opened();
    await world.rows(`UPDATE checkouts SET sent_at = now() - interval '3 minutes' WHERE payment_id = $1`, [
      (await paymentRow(link)).id,
    ]);
    const page = await get(`${link.url}/return`);

    expect(page.text).toContain('Waiting for your bank');
    expect(onwardOf(page)?.searchParams.get('status')).toBe('pending');
    expect(page.text).not.toContain('onward.js');
  });

  it('is led nowhere while the payment is being confirmed, nor where the ERP named no page', async () => {
    const { link } = await opened();
    const withoutPage = await paid({ returnUrl: null });

    expect(onwardOf(await get(`${link.url}/return`))).toBeUndefined();
    expect(onwardOf(await get(`${withoutPage.link.url}/return`))).toBeUndefined();
  });

  it('is led on without a link of ours, too', async () => {
    const payment = await world.api.make<PaymentDto>('/v1/payments', anOrder());
    const asked = await world.api.make<PaymentDto>(`/v1/payments/${payment.id}/checkout`);
    const back = await world.provider.payAt(asked.checkout!.url!, PAYS);
    await world.erp.waitFor(payment.reference, 'payment.paid');
    const page = await get(String(back.headers['location']));

    expect(onwardOf(page)?.searchParams.get('paymentId')).toBe(payment.id);
  });
});

describe('a mail scanner, or whoever opens a paid link later', () => {
  it('is told that it is paid and is led nowhere', async () => {
    const { link } = await paid();

    expect(onwardOf(await get(link.url))).toBeUndefined();
  });
});

describe('an open redirect', () => {
  it.each([
    'returnUrl=https://evil.example.net',
    'redirect=https://evil.example.net',
    'url=//evil.example.net',
    'stay',
    'status=paid&signature=x',
  ])('is not to be had with ?%s', async (query) => {
    const { link } = await paid();
    const page = await get(`${link.url}/return?${query}`);

    expect(page.status).toBe(200);
    expect(page.headers['location']).toBeUndefined();
    expect(page.text).not.toContain('evil.example.net');
    expect(onwardOf(page)?.origin).toBe('http://localhost:9');
  });

  it.each(['http://erp.example.com/back', '//erp.example.com', 'javascript:alert(1)', 'https://a:b@erp.example.com/'])(
    'is not to be made with a payment whose returnUrl is %s',
    async (returnUrl) => {
      const refused = await world.api.post('/v1/payments', anOrder({ returnUrl }), idempotent());

      expect(refused.status).toBe(400);
      expect(refused.json()).toMatchObject({ errors: [{ path: 'returnUrl' }] });
    },
  );
});

describe('an account that names the origins it may send payers to', () => {
  it('has every other refused, when a payment is made and when it is changed', async () => {
    await rest
      .send('patch', '/v1/account')
      .send({ returnOrigins: ['https://erp.example.com'] })
      .expect(200);
    const made = await world.api.make<PaymentDto>('/v1/payments', anOrder({ returnUrl: 'https://erp.example.com/a' }));
    const others = [
      'https://erp.example.com.evil.example.net/',
      'https://erp.example.com:8443/',
      'http://localhost:9/',
    ];
    const refused = await Promise.all(
      others.map((returnUrl) => world.api.post('/v1/payments', anOrder({ returnUrl }), idempotent())),
    );
    const changed = await rest.send('patch', `/v1/payments/${made.id}`).send({ returnUrl: others[0] });

    expect([...refused.map(({ status }) => status), changed.status]).toEqual([400, 400, 400, 400]);
    expect(refused[0]!.json()).toMatchObject({ errors: [{ path: 'returnUrl', code: 'return_origin' }] });
  });

  it('sends nobody to an origin that it has struck off since', async () => {
    const { link } = await paid();
    await rest
      .send('patch', '/v1/account')
      .send({ returnOrigins: ['https://erp.example.com'] })
      .expect(200);

    expect(onwardOf(await get(`${link.url}/return`))).toBeUndefined();
  });

  it.each([
    [['https://erp.example.com/path']],
    [['http://erp.example.com']],
    [['erp.example.com']],
    ['https://x.example.com'],
    [null],
  ])('cannot name %j', async (returnOrigins) => {
    await rest.send('patch', '/v1/account').send({ returnOrigins }).expect(400);
  });
});

describe('the secret of the way back', () => {
  it('stays the same until it is rotated, and is another one in live mode', async () => {
    const first = await returnSecret();
    const again = await returnSecret();
    const liveKey = await world.addKey({ mode: 'live' });
    const inLive = (await rest.send('get', '/v1/account/return-secret', liveKey).expect(200)).body as ReturnSecret;
    const rotated = await world.api.make<ReturnSecret>('/v1/account/return-secret/rotate');

    expect(first).toEqual({
      object: 'return_secret',
      mode: 'sandbox',
      secret: expect.stringMatching(/^rsec_[\w-]{43}$/),
    });
    expect(again).toEqual(first);
    expect(new Set([first.secret, inLive.secret, rotated.secret]).size).toBe(3);
    expect((await returnSecret()).secret).toBe(rotated.secret);
  });

  it('is not shown to a key that may only read settings', async () => {
    const key = await world.addKey({ scopes: ['settings:read'] });

    await rest.send('get', '/v1/account/return-secret', key).expect(403);
  });
});

function anOrder(changes: object = {}) {
  return { reference: `INV-${randomUUID()}`, amount: { value: 1050, currency: 'GBP' }, returnUrl: ERP, ...changes };
}

async function opened(changes: object = {}): Promise<{ link: LinkDto; reference: string; checkoutUrl: string }> {
  const payment = anOrder(changes);
  const link = await world.api.make<LinkDto>('/v1/links', { payment });
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  return { link, reference: payment.reference, checkoutUrl: String(pressed.headers['location']) };
}

async function paid(changes: object = {}) {
  const visit = await opened(changes);
  await world.provider.payAt(visit.checkoutUrl, PAYS);
  await world.erp.waitFor(visit.reference, 'payment.paid');
  return visit;
}

async function paymentRow({ payment }: LinkDto): Promise<{ id: string }> {
  return (await world.rows<{ id: string }>('SELECT id FROM payments WHERE reference = $1', [payment.reference]))[0]!;
}

function get(url: string): Promise<Answer> {
  return exchange({ method: 'GET', url });
}

/** Where the page leads on to, if it does. */
function onwardOf({ text }: Answer): URL | undefined {
  const [, href] = /href="(http[^"]*signature=[^"]*)"/.exec(text) ?? [];
  return href === undefined ? undefined : new URL(href.replaceAll('&amp;', '&'));
}

async function returnSecret(): Promise<ReturnSecret> {
  return world.api.read<ReturnSecret>('/v1/account/return-secret');
}

function idempotent() {
  return { headers: { 'idempotency-key': randomUUID() } };
}
