import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import type { DunlinWorld } from '../support/dunlin.world.js';
import { MailWorld } from '../support/mail.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const onDueDay = { days: 0, relativeTo: 'due' };

let mail: MailWorld;
let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  mail = await MailWorld.running();
  ({ world } = mail);
  rest = new RestCalls(world);
  await remindBetween(0, 24);
});

// A payment that is paid by nobody.
afterAll(() => mail.close({ except: ['history-is-complete', 'status-agrees-with-money', 'sums-agree'] }));

const patch = (id: string, changes: object) => rest.send('patch', `/v1/links/${id}`).send(changes);
const read = (link: LinkDto) => world.api.read<LinkDto>(`/v1/links/${link.id}`);

function remindBetween(fromHour: number, toHour: number) {
  return rest.send('patch', '/v1/account').send({ reminderWindow: { fromHour, toHour } });
}

/** A link that nobody mails but its reminders. */
function aLink({ reminders = [onDueDay], dueAt = inDays(0) as string | null, ...wishes }: object & Wishes = {}) {
  const customer = { name: 'Sample Payer', email: `${randomUUID()}@example.com` };
  return world.api.make<LinkDto>('/v1/links', { payment: anOrder({ customer, dueAt }), reminders, ...wishes });
}

interface Wishes {
  readonly reminders?: readonly object[];
  readonly dueAt?: string | null;
  readonly send?: object;
}

/** By occasion, what stands in the database: the API shows one row after the other, and no occasions. */
async function remindersOf(link: LinkDto): Promise<Record<string, string>> {
  const rows = await world.rows<{ occasion: string; status: string }>(
    `SELECT n.occasion, n.status FROM notifications n JOIN links l ON l.id = n.link_id JOIN payments p ON p.id = l.payment_id
     WHERE p.reference = $1 AND n.kind = 'reminder' ORDER BY n.occasion`,
    [link.payment.reference],
  );
  return Object.fromEntries(rows.map(({ occasion, status }) => [occasion, status]));
}

const reminder = (link: LinkDto, status: string) => mail.notification(link, (one) => one.status === status, 'reminder');

describe('reminders of a new link', () => {
  it('are shown as they were asked for, and queued for their days', async () => {
    const reminders = [
      { days: -3, relativeTo: 'due' },
      { days: 7, relativeTo: 'sent' },
    ];
    const link = await aLink({ dueAt: '2027-06-15T10:00:00.000Z', reminders, send: {} });

    expect(link.reminders).toEqual(reminders);
    expect(link.remindersStoppedAt).toBeNull();
    expect(link.notifications).toMatchObject([
      { kind: 'link' },
      { kind: 'reminder', status: 'queued', nextAttemptAt: '2027-06-12T00:00:00.000Z' },
      { kind: 'reminder', status: 'queued', nextAttemptAt: `${inDays(7).slice(0, 10)}T00:00:00.000Z` },
    ]);
    expect(await read(link)).toMatchObject({ reminders });
  });

  it('go by the hours and the time zone of the account', async () => {
    await rest
      .send('patch', '/v1/account')
      .send({ timeZone: 'Asia/Kolkata', reminderWindow: { fromHour: 10, toHour: 12 } });
    const link = await aLink({ dueAt: '2027-06-15T20:00:00.000Z' });
    await rest.send('patch', '/v1/account').send({ timeZone: 'UTC', reminderWindow: { fromHour: 0, toHour: 24 } });

    expect(link.notifications).toMatchObject([{ nextAttemptAt: '2027-06-16T04:30:00.000Z' }]);
  });

  it('are queued once, however often the same request comes', async () => {
    const order = {
      payment: anOrder({ dueAt: inDays(9), customer: { email: 'payer@example.com' } }),
      reminders: [onDueDay],
    };
    const links = [];
    for (const key of ['once', 'once', 'again']) {
      links.push(await world.api.make<LinkDto>('/v1/links', order, `${key}-${order.payment['reference'] as string}`));
    }

    expect(new Set(links.map(({ id }) => id)).size).toBe(1);
    expect((await read(links[0]!)).notifications).toHaveLength(1);
  });

  it.each<[string, Wishes, string]>([
    ['six', { reminders: [1, 2, 3, 4, 5, 6].map((days) => ({ days, relativeTo: 'sent' })) }, 'reminders'],
    ['the same twice', { reminders: [onDueDay, onDueDay] }, 'reminders'],
    ['a day too far', { reminders: [{ days: 61, relativeTo: 'due' }] }, 'reminders.0.days'],
    ['half a day', { reminders: [{ days: 0.5, relativeTo: 'due' }] }, 'reminders.0.days'],
    ['a day before sending', { reminders: [{ days: 0, relativeTo: 'sent' }] }, 'reminders.0.days'],
    ['a day of nothing', { reminders: [{ days: 1, relativeTo: 'birth' }] }, 'reminders.0.relativeTo'],
    ['what nobody knows', { reminders: [{ ...onDueDay, at: '09:00' }] }, 'reminders.0.at'],
    ['a due day of a payment that has none', { dueAt: null }, 'reminders.0.relativeTo'],
  ])('are refused: %s', async (_, { reminders = [onDueDay], dueAt = inDays(1) }, path) => {
    const payment = anOrder({ dueAt, customer: { email: 'payer@example.com' } });
    const { errors } = expectProblem(
      await rest.send('post', '/v1/links').send({ payment, reminders }),
      400,
      'validation_failed',
    );

    expect(errors![0]!.path).toBe(path);
  });

  it('are refused where there is no address', async () => {
    const answer = await rest
      .send('post', '/v1/links')
      .send({ payment: anOrder({ dueAt: inDays(1) }), reminders: [onDueDay] });

    expect(expectProblem(answer, 400, 'validation_failed').errors).toMatchObject([
      { path: 'reminders', code: 'required' },
    ]);
  });
});

describe('a reminder whose time has come', () => {
  it('is mailed, with one click to stop, and the ERP is told', async () => {
    const link = await aLink();
    const { id, to } = await reminder(link, 'sent');
    const [sent, ...others] = mail.mailsTo(to);
    const headers = new Map(sent!.email.headers.map(({ key, value }) => [key, value]));

    expect(others).toEqual([]);
    expect(sent!.email.subject).toMatch(/^\[Test mode\] Reminder from .+: £10\.50 is still to be paid/);
    expect(sent!.email.text).toContain(link.url);
    expect(headers.get('list-unsubscribe')).toBe(`<${link.url}/reminders/stop>`);
    const event = await patiently(async () =>
      (await world.events()).find(({ data }) => (data as { notification?: { id: string } }).notification?.id === id),
    );
    expect(event).toMatchObject({ type: 'link.sent', data: { notification: { kind: 'reminder' } } });
  });

  it('is not mailed before its day, whoever thinks it due', async () => {
    const link = await aLink({ dueAt: inDays(3) });
    const [{ nextAttemptAt, to }] = link.notifications as [LinkDto['notifications'][number]];
    await mail.passTime(link);
    const mended = await mail.notification(link, (one) => one.nextAttemptAt === nextAttemptAt, 'reminder');

    expect(mended).toMatchObject({ status: 'queued', attempts: 0 });
    expect(mail.mailsTo(to)).toEqual([]);
  });

  it.each<[string, (link: LinkDto) => Promise<unknown>]>([
    ['the payment was canceled', (link) => world.api.make(`/v1/payments/${link.paymentId}/cancel`, {})],
    ['the link was canceled', (link) => world.api.make(`/v1/links/${link.id}/cancel`, {})],
    [
      'the link has run out',
      (link) => sql(link, `UPDATE links SET expires_at = now() - interval '1 minute'`, 'payment_id'),
    ],
    [
      'the payment is paid',
      (link) => sql(link, `UPDATE payments SET status = 'paid', amount_paid = amount, version = 2`, 'id'),
    ],
    ['the due date is gone', (link) => sql(link, 'UPDATE payments SET due_at = NULL', 'id')],
  ])('is not mailed when %s', async (_, end) => {
    const link = await aLink({ dueAt: inDays(3) });
    await end(link);
    await mail.passTime(link);
    const { to } = await reminder(link, 'suppressed');

    expect(mail.mailsTo(to)).toEqual([]);
  });

  it('is the only mail of its day: the others wait for the next ones, with two workers', async () => {
    const second = await world.start(mail.env({ ROLE: 'worker', PORT: String(await freePort()) }));
    const reminders = [0, 1, 2, 3].map((days) => ({ days, relativeTo: 'due' }));
    const link = await aLink({ dueAt: inDays(4), reminders });
    await sql(link, `UPDATE payments SET due_at = now() - interval '3 days'`, 'id');
    await mail.passTime(link);
    const { to } = await reminder(link, 'sent');
    await patiently(async () => {
      const { notifications } = await read(link);
      const waiting = notifications.filter((one) => one.status === 'queued' && one.nextAttemptAt! > inDays(0));
      return waiting.length === 3 ? true : undefined;
    });
    await second.kill('SIGTERM');

    expect(mail.mailsTo(to)).toHaveLength(1);
  });

  it('waits for tomorrow when the link was mailed today', async () => {
    const link = await aLink({ send: {} });
    await mail.notification(link, ({ status }) => status === 'sent');
    await mail.passTime(link);
    const tomorrow = `${inDays(1).slice(0, 10)}T00:00:00.000Z`;
    const { to } = await mail.notification(link, (one) => one.nextAttemptAt === tomorrow, 'reminder');

    expect(mail.mailsTo(to)).toHaveLength(1);
  });
});

describe('changing reminders', () => {
  it('replaces those that are not sent', async () => {
    const link = await aLink({ dueAt: inDays(9), reminders: [{ days: -3, relativeTo: 'due' }, onDueDay] });
    const { body } = await patch(link.id, { reminders: [onDueDay, { days: 2, relativeTo: 'due' }] });

    expect(body).toMatchObject({ reminders: [onDueDay, { days: 2, relativeTo: 'due' }], expiresAt: link.expiresAt });
    expect(await remindersOf(link)).toEqual({ 'due+0': 'queued', 'due+2': 'queued', 'due-3': 'suppressed' });
  });

  it('takes all of them back with an empty list', async () => {
    const link = await aLink({ dueAt: inDays(9) });
    await patch(link.id, { reminders: [] });

    expect(await read(link)).toMatchObject({ reminders: [], notifications: [{ status: 'suppressed' }] });
  });

  it('never sends again what was sent', async () => {
    const link = await aLink();
    const { to } = await reminder(link, 'sent');
    await patch(link.id, { reminders: [] });
    await patch(link.id, { reminders: [onDueDay] });

    expect(await remindersOf(link)).toEqual({ 'due+0': 'sent' });
    expect(mail.mailsTo(to)).toHaveLength(1);
  });

  it('sends those that stay to where the link was mailed last', async () => {
    const link = await aLink({ dueAt: inDays(9), send: {} });
    const to = `${randomUUID()}@example.com`;
    expect((await rest.send('post', `/v1/links/${link.id}/send`).send({ to, locale: 'de' })).status).toBe(202);
    const reminders = async () => (await read(link)).notifications.filter(({ kind }) => kind === 'reminder');
    expect(await reminders()).toMatchObject([{ status: 'queued', to, locale: 'de' }]);
  });

  it('of many links at the same moment needs no more connections to the database than there are', async () => {
    const small = await world.start(mail.env({ PORT: String(await freePort()), ROLE: 'api', DATABASE_POOL_SIZE: '4' }));
    const headers = { authorization: `Bearer ${world.sandboxKey}`, 'content-type': 'application/json' };
    const change = (path: string, body: object) =>
      exchange({ method: 'PATCH', url: small.url + path, headers, body: JSON.stringify(body) });
    const links = await Promise.all(Array.from({ length: 12 }, () => aLink({ dueAt: inDays(9) })));
    const changes = links.flatMap(({ id, paymentId }) => [
      change(`/v1/links/${id}`, { reminders: [onDueDay, { days: 1, relativeTo: 'due' }] }),
      change(`/v1/payments/${paymentId}`, { dueAt: inDays(12) }),
    ]);
    const answers = await Promise.all(changes);
    await small.kill('SIGTERM');
    world.processes.splice(world.processes.indexOf(small), 1);

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('leaves five of a link, sent ones among them', async () => {
    const link = await aLink();
    await reminder(link, 'sent');
    const reminders = [1, 2, 3, 4, 5].map((days) => ({ days, relativeTo: 'due' }));

    expectProblem(await patch(link.id, { reminders }), 400, 'validation_failed');
    expect((await patch(link.id, { reminders: reminders.slice(1) })).status).toBe(200);
  });

  it('is refused for a link that has ended', async () => {
    const link = await aLink({ dueAt: inDays(9) });
    await world.api.make(`/v1/links/${link.id}/cancel`, {});

    expectProblem(await patch(link.id, { reminders: [] }), 409, 'state_conflict');
  });
});

describe('a payment that is due at another time', () => {
  const due = (link: LinkDto, dueAt: string | null) =>
    rest.send('patch', `/v1/payments/${link.paymentId}`).send({ dueAt });
  const daysOf = async (link: LinkDto) =>
    (await read(link)).notifications.map(({ status, nextAttemptAt }) => nextAttemptAt?.slice(0, 10) ?? status);

  it('moves the reminders that count from it, and no others', async () => {
    const reminders = [{ days: -3, relativeTo: 'due' }, onDueDay, { days: 9, relativeTo: 'sent' }];
    const link = await aLink({ dueAt: '2027-06-15T10:00:00.000Z', reminders });
    const { body } = await due(link, '2027-07-01T10:00:00.000Z');

    expect(body).toMatchObject({ dueAt: '2027-07-01T10:00:00.000Z' });
    expect(await daysOf(link)).toEqual(['2027-06-28', '2027-07-01', inDays(9).slice(0, 10)]);
  });

  it('takes back those whose day is over then, and brings them back with a later date', async () => {
    const link = await aLink({ dueAt: inDays(9), reminders: [{ days: -5, relativeTo: 'due' }] });
    await due(link, inDays(2));
    expect(await daysOf(link)).toEqual(['suppressed']);
    await due(link, inDays(20));

    expect(await daysOf(link)).toEqual([inDays(15).slice(0, 10)]);
  });

  it('has no reminders without any date', async () => {
    const link = await aLink({ dueAt: inDays(9) });
    expect((await due(link, null)).status).toBe(200);

    expect(await daysOf(link)).toEqual(['suppressed']);
  });
});

describe('a payer who wants no more reminders', () => {
  const agent = { 'user-agent': 'Mozilla/5.0 (a mail scanner)' };

  it('is asked by the page, and nothing happens however often a scanner opens it', async () => {
    const link = await aLink({ dueAt: inDays(9), send: { locale: 'de' } });
    const url = `${link.url}/reminders/stop`;
    for (let count = 0; count < 10; count += 1) {
      await exchange({ method: 'GET', url, headers: agent });
      await exchange({ method: 'HEAD', url, headers: agent });
    }
    const page = await exchange({ method: 'GET', url });

    expect(page.status).toBe(200);
    expect(page.text).toContain('<html lang="de">');
    expect(page.text).toContain('Erinnerungen beenden</button>');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(await read(link)).toMatchObject({ remindersStoppedAt: null });
    expect(await remindersOf(link)).toEqual({ 'due+0': 'queued' });
  });

  it('stops them by the button of the page or of the mail program, as often as it is pressed', async () => {
    const link = await aLink({ dueAt: inDays(9) });
    const url = `${link.url}/reminders/stop`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = [1, 2].map(() => exchange({ method: 'POST', url, headers, body: 'List-Unsubscribe=One-Click' }));
    for (const { status, text } of await Promise.all(answers)) {
      expect(status).toBe(200);
      expect(text).toContain('Reminders are stopped');
    }

    expect(await read(link)).toMatchObject({ status: 'active', remindersStoppedAt: expect.any(String) });
    expect(await remindersOf(link)).toEqual({ 'due+0': 'suppressed' });
  });

  it('gets none that the ERP asks for later, but can still be mailed on purpose', async () => {
    const link = await aLink({ dueAt: inDays(9) });
    await exchange({ method: 'POST', url: `${link.url}/reminders/stop` });
    const { detail } = expectProblem(await patch(link.id, { reminders: [onDueDay] }), 409, 'state_conflict');

    expect(detail).toContain('asked not to be reminded');
    expect((await rest.send('post', `/v1/links/${link.id}/send`).send({})).status).toBe(202);
  });

  it('is told nothing about a link that does not exist', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const { status, text } = await exchange({ method, url: `${world.url}/l/nothing/reminders/stop` });
      expect(status).toBe(404);
      expect(text).toContain('<html');
    }
  });
});

/** As if the world had changed so. */
function sql({ payment }: LinkDto, statement: string, column: 'id' | 'payment_id'): Promise<unknown> {
  return world.rows(`${statement} WHERE ${column} = (SELECT id FROM payments WHERE reference = $1)`, [
    payment.reference,
  ]);
}
