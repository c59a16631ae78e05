import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { freePort } from '../support/dunlin.process.js';
import type { DunlinWorld } from '../support/dunlin.world.js';
import { MailWorld } from '../support/mail.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder } from '../support/rest.calls.js';
import type { ScriptedSmtp } from '../support/scripted.smtp.js';

jest.setTimeout(60_000);

let mail: MailWorld;
let world: DunlinWorld;
let smtp: ScriptedSmtp;

beforeAll(async () => {
  mail = await MailWorld.running();
  ({ world, smtp } = mail);
});

// Payments that are paid by nobody, at the moment that matters.
afterAll(() => mail.close({ except: ['history-is-complete', 'sums-agree'] }));

/** A link that is mailed to an address of its own, by which its mails are found. */
async function aMailedLink(to = `${randomUUID()}@example.com`): Promise<LinkDto> {
  return world.api.make<LinkDto>('/v1/links', { payment: anOrder(), send: { to } });
}

const toOf = (link: LinkDto) => link.notifications[0]!.to;
const mailsOf = (link: LinkDto) => mail.mailsTo(toOf(link));
const idsOf = (link: LinkDto) => new Set(mailsOf(link).map(({ email }) => email.messageId));
/** The link's mail once it has come to an end. */
const ended = (link: LinkDto) => mail.notification(link, ({ status }) => status !== 'queued');
/** The link's mail once it was tried in vain. */
const tried = (link: LinkDto, times = 1) => mail.notification(link, ({ attempts }) => attempts >= times);

describe('a mail that the server', () => {
  it('puts off twice is sent with the third try', async () => {
    smtp.next('greylist', 'busy');
    const link = await aMailedLink();
    const ending = await ended(link);

    expect(ending).toMatchObject({ status: 'sent', attempts: 3, error: null, nextAttemptAt: null });
    expect(mailsOf(link)).toHaveLength(1);
  });

  it('refuses is given up, and the ERP is told without the address', async () => {
    smtp.next('refuse_recipient');
    const link = await aMailedLink();
    const ending = await ended(link);
    const event = await patiently(async () =>
      (await world.events()).find(({ type, data }) => type === 'notification.failed' && isAbout(data, ending.id)),
    );

    expect(ending).toMatchObject({ status: 'failed', attempts: 1, error: 'The mail server refused it (550).' });
    expect(JSON.stringify(event)).not.toContain(toOf(link));
    expect(mailsOf(link)).toEqual([]);
  });

  it('loses within DATA is sent again, and comes once', async () => {
    smtp.next('cut_in_data');
    const link = await aMailedLink();

    expect(await ended(link)).toMatchObject({ status: 'sent', attempts: 2 });
    expect(mailsOf(link)).toHaveLength(1);
  });

  it('takes without saying so comes twice, and both copies have one Message-ID', async () => {
    smtp.next('cut_before_250');
    const link = await aMailedLink();
    const ending = await ended(link);

    expect(ending.status).toBe('sent');
    expect(mailsOf(link)).toHaveLength(2);
    expect([...idsOf(link)]).toEqual([`<${ending.id}@127.0.0.1>`]);
  });
});

describe('a mail that is no longer wanted', () => {
  it('is not sent when the payment was canceled between two tries', async () => {
    smtp.next('greylist');
    const link = await aMailedLink();
    await tried(link);
    await world.api.make(`/v1/payments/${link.paymentId}/cancel`, {});

    expect(await ended(link)).toMatchObject({ status: 'suppressed', nextAttemptAt: null });
    expect(mailsOf(link)).toEqual([]);
  });

  it('is not sent when the link was canceled while it waited', async () => {
    smtp.next('greylist');
    const link = await aMailedLink();
    await tried(link);
    await world.api.make(`/v1/links/${link.id}/cancel`, {});

    expect(await ended(link)).toMatchObject({ status: 'suppressed' });
    expect(mailsOf(link)).toEqual([]);
  });

  it('is not sent when the payment was paid elsewhere while it waited', async () => {
    smtp.next('greylist');
    const link = await aMailedLink();
    await tried(link);
    await asPaid(link);

    expect(await ended(link)).toMatchObject({ status: 'suppressed' });
    expect(mailsOf(link)).toEqual([]);
  });
});

describe('a mail that is claimed, written and on its way', () => {
  /** The server has the envelope and keeps us waiting; what `meanwhile` does is done before it asks for the message. */
  async function heldUp(meanwhile: (link: LinkDto) => Promise<unknown>): Promise<LinkDto> {
    smtp.next('hold_recipient');
    const link = await aMailedLink();
    await patiently(() => smtp.heldCount || undefined);
    await meanwhile(link);
    smtp.release();
    return link;
  }

  it('does not arrive when the payment is paid before the server takes it', async () => {
    const link = await heldUp((made) => asPaid(made));

    expect(await ended(link)).toMatchObject({ status: 'suppressed', attempts: 0, nextAttemptAt: null });
    expect(mailsOf(link)).toEqual([]);
  });

  it('does not arrive when the link is stopped before the server takes it', async () => {
    const link = await heldUp(({ id }) => world.api.make(`/v1/links/${id}/cancel`, {}));

    expect(await ended(link)).toMatchObject({ status: 'suppressed' });
    expect(mailsOf(link)).toEqual([]);
  });

  it('is left to the worker that has claimed it meanwhile, and comes once', async () => {
    const link = await heldUp((made) =>
      world.rows('UPDATE notifications SET fence = fence + 1, leased_until = NULL WHERE recipient = $1', [toOf(made)]),
    );

    expect(await ended(link)).toMatchObject({ status: 'sent' });
    expect(mailsOf(link)).toHaveLength(1);
  });

  it('arrives when nothing has changed', async () => {
    const link = await heldUp(async () => undefined);

    expect(await ended(link)).toMatchObject({ status: 'sent', attempts: 1 });
    expect(mailsOf(link)).toHaveLength(1);
  });
});

describe('a slow mail server', () => {
  it('holds up one message, not those after it', async () => {
    smtp.next('hold');
    const slow = await aMailedLink();
    await patiently(() => smtp.heldCount || undefined);
    const others = await Promise.all(Array.from({ length: 12 }, () => aMailedLink()));

    for (const other of others) expect(await ended(other)).toMatchObject({ status: 'sent' });
    expect((await world.api.read<LinkDto>(`/v1/links/${slow.id}`)).notifications[0]!.status).toBe('queued');
    smtp.release();
    expect(await ended(slow)).toMatchObject({ status: 'sent', attempts: 1 });
  });
});

describe('a mail server that is away', () => {
  it('for an hour, scaled down, loses no mail and gets none twice, with two workers', async () => {
    const second = await world.start(mail.env({ ROLE: 'worker', PORT: String(await freePort()) }));
    await smtp.stop();
    const links = await Promise.all(Array.from({ length: 25 }, () => aMailedLink()));
    for (const link of links.slice(0, 5)) await tried(link, 2);
    await smtp.listen();

    for (const link of links) expect(await ended(link)).toMatchObject({ status: 'sent' });
    for (const link of links) expect(mailsOf(link)).toHaveLength(1);
    await second.kill('SIGTERM');
    world.processes.splice(world.processes.indexOf(second), 1);
  });
});

describe('a worker that dies', () => {
  it('after the server has taken the message costs one copy, with the same Message-ID', async () => {
    smtp.next('hold');
    const link = await aMailedLink();
    await patiently(() => smtp.heldCount || undefined);
    await world.processes.at(-1)!.kill('SIGKILL');
    smtp.release();
    await world.start(mail.env());

    expect(await ended(link)).toMatchObject({ status: 'sent' });
    expect(mailsOf(link)).toHaveLength(2);
    expect(idsOf(link).size).toBe(1);
  });

  it('is replaced while it is stopped, and what it notes afterwards hits nothing', async () => {
    smtp.next('hold');
    const link = await aMailedLink();
    const { id, to } = link.notifications[0]!;
    await patiently(() => smtp.heldCount || undefined);
    const first = world.processes.at(-1)!;
    first.signal('SIGSTOP');
    const second = await world.start(mail.env({ ROLE: 'worker', PORT: String(await freePort()) }));
    await patiently(async () => {
      const [row] = await world.rows<{ status: string }>('SELECT status FROM notifications WHERE recipient = $1', [to]);
      return row!.status === 'sent' ? row : undefined;
    });
    first.signal('SIGCONT');
    smtp.release();
    await second.kill('SIGTERM');
    const mailIsThrough = await aMailedLink();
    await ended(mailIsThrough);

    expect(mailsOf(link)).toHaveLength(2);
    expect(idsOf(link).size).toBe(1);
    expect(await ended(link)).toMatchObject({ status: 'sent', attempts: 1 });
    expect((await world.events()).filter(({ data }) => isAbout(data, id))).toHaveLength(1);
  });
});

/** As the look at the provider writes it. */
function asPaid({ payment }: LinkDto): Promise<unknown> {
  return world.rows(
    `UPDATE payments SET status = 'paid', amount_paid = amount, paid_at = now(), version = version + 1 WHERE reference = $1`,
    [payment.reference],
  );
}

function isAbout(data: unknown, notificationId: string): boolean {
  return (data as { notification?: { id: string } }).notification?.id === notificationId;
}
