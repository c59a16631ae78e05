import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterAll(() => world.close());

describe('booking', () => {
  const book = (id: string, booking: object) => rest.send('put', `/v1/payments/${id}/booking`).send(booking);

  it('is refused before there is money', async () => {
    const { body } = await rest.send('post', '/v1/payments').send(anOrder());

    expectProblem(await book((body as PaymentDto).id, { status: 'posted', voucher: 'RE-1' }), 409, 'state_conflict');
  });

  it('needs a voucher or a reason', async () => {
    const { body } = await rest.send('post', '/v1/payments').send(anOrder());
    const { id } = body as PaymentDto;
    const paths = [
      expectProblem(await book(id, { status: 'posted' }), 400, 'validation_failed').errors![0]!.path,
      expectProblem(await book(id, { status: 'rejected' }), 400, 'validation_failed').errors![0]!.path,
      expectProblem(await book(id, { status: 'lost' }), 400, 'validation_failed').errors![0]!.path,
    ];

    expect(paths).toEqual(['voucher', 'reason', 'status']);
  });

  it('is one event however often it is told, and may be rejected first and posted later', async () => {
    const reference = `INV-${randomUUID()}`;
    const link = await world.link(reference);
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(reference, 'payment.paid');
    const rejected = { status: 'rejected', reason: 'period closed' };
    await book(link.paymentId, rejected);
    await book(link.paymentId, rejected);
    const posted = await book(link.paymentId, { status: 'posted', voucher: 'RE-4711' });
    await world.erp.waitFor(reference, 'payment.booked');

    expect((posted.body as PaymentDto).booking).toMatchObject({ status: 'posted', voucher: 'RE-4711' });
    const types = (await world.eventsAbout(reference)).map(({ type }) => type);
    expect(types.slice(2)).toEqual(['payment.paid', 'payment.booking_rejected', 'payment.booked']);
  });
});

describe('the feed', () => {
  it('is read by type and from any point, and one event by its id', async () => {
    const reference = `INV-${randomUUID()}`;
    await rest.send('post', '/v1/payments').send({ reference, amount: { value: 5, currency: 'GBP' } });
    const pushed = await world.erp.waitFor(reference, 'payment.created');
    const next = await rest.send('get', `/v1/events?after=${pushed.sequence - 1}&limit=1`);
    const ofType = await rest.send('get', `/v1/events?after=${pushed.sequence - 1}&limit=1&type=payment.created`);
    const one = await rest.send('get', `/v1/events/${pushed.id}`);

    expect(next.body).toEqual({ data: [pushed], lastSequence: pushed.sequence });
    expect((ofType.body as { data: object[] }).data).toEqual([pushed]);
    expect(one.body).toEqual(pushed);
  });

  it.each(['after=-1', 'after=x', 'after=', 'after=1e3', 'limit=0', 'limit=0x10', 'limit=101', 'colour=green'])(
    'refuses ?%s',
    async (query) => {
      expectProblem(await rest.send('get', `/v1/events?${query}`), 400, 'validation_failed');
    },
  );
});

describe('webhook endpoints', () => {
  it('are made with a secret that is shown once, read, listed, changed and removed', async () => {
    const made = await rest
      .send('post', '/v1/webhook-endpoints')
      .send({ url: world.erp.url, events: ['payment.paid'] });
    const { secret, ...shown } = made.body as { id: string; secret: string };
    const path = `/v1/webhook-endpoints/${shown.id}`;
    const read = await rest.send('get', path);
    const list = await rest.send('get', '/v1/webhook-endpoints');
    const changed = await rest.send('patch', path).send({ description: 'Main ledger', events: [] });
    const removed = await rest.send('delete', path);

    expect(made.status).toBe(201);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(read.body).toEqual(shown);
    expect((list.body as { data: object[] }).data).toContainEqual(shown);
    expect(changed.body).toMatchObject({ id: shown.id, description: 'Main ledger', events: [], url: world.erp.url });
    expect(removed.status).toBe(204);
    expectProblem(await rest.send('get', path), 404, 'not_found');
  });

  it.each(['https://10.0.0.1/', 'http://169.254.169.254/', 'https://user:secret@example.com/', 'ftp://example.com/'])(
    'do not lead to %s',
    async (url) => {
      expectProblem(await rest.send('post', '/v1/webhook-endpoints').send({ url }), 422, 'url_not_allowed');
    },
  );

  it('take known events only', async () => {
    const body = { url: world.erp.url, events: ['payment.exploded'] };

    expectProblem(await rest.send('post', '/v1/webhook-endpoints').send(body), 400, 'validation_failed');
  });
});

describe('sending a link', () => {
  it('is done five times a day and no more', async () => {
    const { body } = await rest.send('post', '/v1/links').send({ payment: anOrder() });
    const send = () => rest.send('post', `/v1/links/${(body as LinkDto).id}/send`).send({ to: 'payer@example.com' });
    const sent = [await send(), await send(), await send(), await send(), await send()];
    const refused = await send();

    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expectProblem(refused, 429, 'rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is held to five also when they are asked for at once', async () => {
    const { body } = await rest.send('post', '/v1/links').send({ payment: anOrder() });
    const send = () => rest.send('post', `/v1/links/${(body as LinkDto).id}/send`).send({ to: 'payer@example.com' });
    const answers = await Promise.all(Array.from({ length: 12 }, send));

    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('needs an address, one bare one', async () => {
    const { body } = await rest.send('post', '/v1/links').send({ payment: anOrder() });
    const send = (dto: object) => rest.send('post', `/v1/links/${(body as LinkDto).id}/send`).send(dto);
    const wrong = [{}, { to: 'a@example.com, b@example.com' }, { to: 'a@example.com\r\nBcc: b@example.com' }];
    for (const dto of wrong) expectProblem(await send(dto), 400, 'validation_failed');
  });

  it('is refused once the link is canceled, and its page says so', async () => {
    const { body } = await rest.send('post', '/v1/links').send({ payment: anOrder() });
    const { id, url } = body as LinkDto;
    await rest.send('post', `/v1/links/${id}/cancel`).send({});
    const page = await exchange({ method: 'GET', url });

    expectProblem(
      await rest.send('post', `/v1/links/${id}/send`).send({ to: 'payer@example.com' }),
      409,
      'state_conflict',
    );
    expect(page.status).toBe(410);
  });
});
