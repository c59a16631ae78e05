import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { fromPublicId } from '../../src/common/ids.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { abandonAnswers } from '../fixtures/abandoned.answers.js';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

// A payment that is disputed and past its end, without an event.
afterAll(() => world.close({ except: ['row-agrees-with-history'] }));

const aLink = () => world.link(`INV-${randomUUID()}`);
const patch = (id: string, changes: object) => rest.send('patch', `/v1/links/${id}`).send(changes);

/** As if its life had ended a minute ago. */
function runOut({ payment }: LinkDto): Promise<unknown> {
  return world.rows(
    `UPDATE links SET expires_at = now() - interval '1 minute' WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
    [payment.reference],
  );
}

async function dueOf({ id }: LinkDto): Promise<Date | null> {
  const [row] = await world.rows<{ due_at: Date | null }>('SELECT due_at FROM links WHERE id = $1', [
    fromPublicId('link', id),
  ]);
  return row!.due_at;
}

/** What comes within seconds of a mail is taken for the recipient's mail server. */
function mailedAWhileAgo({ id }: LinkDto): Promise<unknown> {
  return world.rows(
    `UPDATE notifications SET sent_at = now() - interval '1 minute', status = 'sent', due_at = NULL WHERE link_id = $1`,
    [fromPublicId('link', id)],
  );
}

describe('a link', () => {
  it('is made once, and mailed once, by requests that all find a payment without one', async () => {
    const payment = anOrder();
    await world.api.make('/v1/payments', payment);
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        world.api.make<LinkDto>('/v1/links', { payment, send: { to: 'payer@example.com' } }),
      ),
    );
    const { notifications } = await world.api.read<LinkDto>(`/v1/links/${made[0]!.id}`);

    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(notifications).toHaveLength(1);
  });

  it('is read as it was answered, with its payment, its visits and its mails', async () => {
    const made = await world.api.make<LinkDto>('/v1/links', { payment: anOrder(), send: { to: 'payer@example.com' } });
    await mailedAWhileAgo(made);
    const person = { 'user-agent': 'Mozilla/5.0 (a person)', 'accept-language': 'en-GB' };
    await exchange({ method: 'GET', url: made.url, headers: person });
    await exchange({ method: 'GET', url: made.url, headers: { 'user-agent': 'curl/8' } });
    const read = await world.api.read<LinkDto>(`/v1/links/${made.id}`);

    expect(read).toMatchObject({
      id: made.id,
      object: 'link',
      mode: 'sandbox',
      url: made.url,
      status: 'active',
      paymentId: made.paymentId,
      payment: { reference: made.payment.reference, amount: { value: 1050, currency: 'GBP' }, status: 'open' },
      opens: { people: 1, scanners: 1, firstAt: expect.any(String), lastAt: expect.any(String) },
      notifications: [{ object: 'notification', to: 'payer@example.com' }],
      expiresAt: made.expiresAt,
      createdAt: made.createdAt,
    });
  });
});

describe('changing a link', () => {
  it('gives it another end', async () => {
    const link = await aLink();
    const expiresAt = inDays(90);
    const { body } = await patch(link.id, { expiresAt });
    const changed = Object.assign(structuredClone(link), { expiresAt });

    expect(body).toEqual(changed);
    expect(await world.api.read<LinkDto>(`/v1/links/${link.id}`)).toEqual(changed);
  });

  it('brings one back that has run out', async () => {
    const link = await aLink();
    await runOut(link);
    const before = await exchange({ method: 'GET', url: link.url });
    const { body } = await patch(link.id, { expiresAt: inDays(1) });
    const after = await exchange({ method: 'GET', url: link.url });

    expect(before.status).toBe(410);
    expect(body).toMatchObject({ status: 'active' });
    expect(after.status).toBe(200);
  });

  it('does not tell again that it ran out with its payment, whose time is over however long the link lives', async () => {
    const link = await aLink();
    // Money that disputes what is owed keeps a payment from being ended.
    await world.rows(
      `UPDATE payments SET expires_at = now() - interval '1 minute', review_reason = 'amount_mismatch' WHERE reference = $1`,
      [link.payment.reference],
    );
    await world.rows('UPDATE links SET due_at = now() WHERE id = $1', [fromPublicId('link', link.id)]);
    await patiently(async () => ((await dueOf(link)) === null ? true : undefined));
    const { body } = await patch(link.id, { expiresAt: inDays(1) });

    expect(body).toMatchObject({ status: 'expired' });
    expect(await dueOf(link)).toBeNull();
  });

  it('waits for no second connection while it holds one, of which many at once would have none left', async () => {
    const port = await freePort();
    const small = await world.start({ PORT: String(port), ROLE: 'api', DATABASE_POOL_SIZE: '4' });
    const links = await Promise.all(Array.from({ length: 12 }, aLink));
    const answers = await Promise.all(
      links.map(({ id }) =>
        exchange({
          method: 'PATCH',
          url: `http://127.0.0.1:${port}/v1/links/${id}`,
          headers: { authorization: `Bearer ${world.sandboxKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ expiresAt: inDays(3) }),
        }),
      ),
    );
    await small.kill('SIGTERM');

    expect(answers.map(({ status }) => status)).toEqual(links.map(() => 200));
  });

  it('changes nothing where nothing is given, or the same', async () => {
    const link = await aLink();

    expect((await patch(link.id, {})).body).toEqual(link);
    expect((await patch(link.id, { expiresAt: link.expiresAt })).body).toEqual(link);
  });

  it('is refused for one that was canceled, and for an ended payment', async () => {
    const [canceled, ended] = [await aLink(), await aLink()];
    await world.api.make(`/v1/links/${canceled.id}/cancel`, {});
    await world.api.make(`/v1/payments/${ended.paymentId}/cancel`, {});

    expectProblem(await patch(canceled.id, { expiresAt: inDays(1) }), 409, 'state_conflict');
    expectProblem(await patch(ended.id, { expiresAt: inDays(1) }), 409, 'state_conflict');
  });

  it.each<[string, object]>([
    ['an end that is too near', { expiresAt: new Date(Date.now() + 60_000).toISOString() }],
    ['an end that is too far', { expiresAt: inDays(181) }],
    ['no end', { expiresAt: null }],
    ['no time', { expiresAt: 'tomorrow' }],
    ['what nobody knows', { colour: 'green' }],
  ])('refuses %s', async (_, changes) => {
    const { id } = await aLink();

    expectProblem(await patch(id, changes), 400, 'validation_failed');
  });

  it('is not possible from the other mode', async () => {
    const { id } = await aLink();
    const liveKey = await world.addKey({ mode: 'live' });

    expectProblem(
      await rest.send('patch', `/v1/links/${id}`, liveKey).send({ expiresAt: inDays(1) }),
      404,
      'not_found',
    );
  });
});

it('tells of a mail that a lost try has queued, although the link has ended meanwhile', async () => {
  const { id } = await aLink();
  const key = randomUUID();
  const send = () =>
    rest.send('post', `/v1/links/${id}/send`).set('Idempotency-Key', key).send({ to: 'payer@example.com' });
  const lost = await send();
  await abandonAnswers(world, key);
  await rest.send('post', `/v1/links/${id}/cancel`);
  const retried = await send();

  expect([lost.status, retried.status]).toEqual([202, 202]);
  expect((retried.body as { id: string }).id).toBe((lost.body as { id: string }).id);
});

describe('a mail’s message', () => {
  it('takes several lines, and no card number', async () => {
    const { id } = await aLink();
    const send = (message: string) =>
      rest.send('post', `/v1/links/${id}/send`).send({ to: 'payer@example.com', message });

    expect((await send('Thank you.\nSee you soon.')).status).toBe(202);
    const { errors } = expectProblem(await send('4242 4242 4242 4242'), 400, 'validation_failed');
    expect(errors).toMatchObject([{ path: 'message', code: 'card_number' }]);
  });
});

describe('a wrong payment inside of a link', () => {
  it('is told with the whole path', async () => {
    const amount = { value: 1000, currency: 'GBP' };
    const wrong = [
      { payment: anOrder({ amount: { value: 0, currency: 'GBP' } }) },
      { payment: anOrder({ items: [{ description: 'Fee', amount }] }) },
      { payment: anOrder({ expiresAt: '2020-01-01T00:00:00Z' }) },
    ];
    const answers = await Promise.all(wrong.map((body) => rest.send('post', '/v1/links').send(body)));
    const paths = answers.map((answer) => expectProblem(answer, 400, 'validation_failed').errors![0]!.path);

    expect(paths).toEqual(['payment.amount.value', 'payment.items', 'payment.expiresAt']);
  });
});
