import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { NotificationDto } from '../../src/notifications/dto/notification.dto.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld, type Env } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder } from '../support/rest.calls.js';
import { ScriptedSmtp, type AcceptedMail } from '../support/scripted.smtp.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let smtp: ScriptedSmtp;
let first: DunlinProcess;

beforeAll(async () => {
  smtp = await ScriptedSmtp.start();
  world = await DunlinWorld.create();
  first = await world.start(withMail());
  await world.connect();
});

afterAll(async () => {
  smtp.release();
  await world.close();
  await smtp.stop();
});

function withMail(changes: Env = {}): Env {
  return {
    SMTP_URL: smtp.url,
    MAIL_FROM: 'payments@example.com',
    MAIL_SCHEDULE: '0,0.4,0.4,0.4,0.4,0.4,0.4',
    ...changes,
  };
}

/** A link that is mailed to an address of its own, by which its mails are found. */
async function aMailedLink(to = `${randomUUID()}@example.com`): Promise<LinkDto> {
  return world.api.make<LinkDto>('/v1/links', { payment: anOrder(), send: { to } });
}

const mailsTo = (to: string): AcceptedMail[] => smtp.mails.filter(({ recipients }) => recipients.includes(to));
const idsOf = (mails: readonly AcceptedMail[]) => new Set(mails.map(({ email }) => email.messageId));
const toOf = (link: LinkDto) => link.notifications[0]!.to;

/** The link's mail once it has come to an end. */
function ended(link: LinkDto): Promise<NotificationDto> {
  return patiently(async () => {
    const { notifications } = await world.api.read<LinkDto>(`/v1/links/${link.id}`);
    return notifications[0]!.status === 'queued' ? undefined : notifications[0];
  }, 30_000);
}

/** The link's mail once it was tried in vain. */
function tried(link: LinkDto, attempts = 1): Promise<NotificationDto> {
  return patiently(async () => {
    const { notifications } = await world.api.read<LinkDto>(`/v1/links/${link.id}`);
    return notifications[0]!.attempts >= attempts ? notifications[0] : undefined;
  });
}

describe('a mail that the server', () => {
  it('puts off twice is sent with the third try', async () => {
    smtp.next('greylist', 'busy');
    const link = await aMailedLink();
    const mail = await ended(link);

    expect(mail).toMatchObject({ status: 'sent', attempts: 3, error: null, nextAttemptAt: null });
    expect(mailsTo(toOf(link))).toHaveLength(1);
  });

  it('refuses is given up, and the ERP is told without the address', async () => {
    smtp.next('refuse_recipient');
    const link = await aMailedLink();
    const mail = await ended(link);
    const event = await patiently(async () =>
      (await world.events()).find(({ type, data }) => type === 'notification.failed' && isAbout(data, mail.id)),
    );

    expect(mail).toMatchObject({ status: 'failed', attempts: 1, error: 'The mail server refused it (550).' });
    expect(JSON.stringify(event)).not.toContain(toOf(link));
    expect(mailsTo(toOf(link))).toEqual([]);
  });

  it('loses within DATA is sent again, and comes once', async () => {
    smtp.next('cut_in_data');
    const link = await aMailedLink();

    expect(await ended(link)).toMatchObject({ status: 'sent', attempts: 2 });
    expect(mailsTo(toOf(link))).toHaveLength(1);
  });

  it('takes without saying so comes twice, and both copies have one Message-ID', async () => {
    smtp.next('cut_before_250');
    const link = await aMailedLink();
    const mail = await ended(link);

    expect(mail.status).toBe('sent');
    expect(mailsTo(toOf(link))).toHaveLength(2);
    expect([...idsOf(mailsTo(toOf(link)))]).toEqual([`<${mail.id}@127.0.0.1>`]);
  });
});

describe('a mail that is no longer wanted', () => {
  it('is not sent when the payment was canceled between two tries', async () => {
    smtp.next('greylist');
    const link = await aMailedLink();
    await tried(link);
    await world.api.make(`/v1/payments/${link.paymentId}/cancel`, {});

    expect(await ended(link)).toMatchObject({ status: 'suppressed', nextAttemptAt: null });
    expect(mailsTo(toOf(link))).toEqual([]);
  });

  it('is not sent when the link was canceled while it waited', async () => {
    smtp.next('greylist');
    const link = await aMailedLink();
    await tried(link);
    await world.api.make(`/v1/links/${link.id}/cancel`, {});

    expect(await ended(link)).toMatchObject({ status: 'suppressed' });
    expect(mailsTo(toOf(link))).toEqual([]);
  });

  it('is not sent when the payment was paid elsewhere while it waited', async () => {
    smtp.next('greylist');
    const link = await aMailedLink();
    await tried(link);
    // As the look at the provider writes it.
    await world.rows(
      `UPDATE payments SET status = 'paid', amount_paid = amount, paid_at = now(), version = version + 1 WHERE reference = $1`,
      [link.payment.reference],
    );

    expect(await ended(link)).toMatchObject({ status: 'suppressed' });
    expect(mailsTo(toOf(link))).toEqual([]);
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
    const second = await world.start(withMail({ ROLE: 'worker', PORT: String(await freePort()) }));
    await smtp.stop();
    const links = await Promise.all(Array.from({ length: 25 }, () => aMailedLink()));
    for (const link of links.slice(0, 5)) await tried(link, 2);
    await smtp.listen();

    for (const link of links) expect(await ended(link)).toMatchObject({ status: 'sent' });
    for (const link of links) expect(mailsTo(toOf(link))).toHaveLength(1);
    await second.kill('SIGTERM');
  });
});

describe('a worker that dies', () => {
  it('after the server has taken the message costs one copy, with the same Message-ID', async () => {
    smtp.next('hold');
    const link = await aMailedLink();
    await patiently(() => smtp.heldCount || undefined);
    await first.kill('SIGKILL');
    smtp.release();
    first = await world.start(withMail());

    expect(await ended(link)).toMatchObject({ status: 'sent' });
    expect(mailsTo(toOf(link))).toHaveLength(2);
    expect(idsOf(mailsTo(toOf(link))).size).toBe(1);
  });

  it('is replaced while it is stopped, and what it notes afterwards hits nothing', async () => {
    smtp.next('hold');
    const link = await aMailedLink();
    const [{ id, to }] = link.notifications as [NotificationDto];
    await patiently(() => smtp.heldCount || undefined);
    first.signal('SIGSTOP');
    const second = await world.start(withMail({ ROLE: 'worker', PORT: String(await freePort()) }));
    await patiently(async () => {
      const [row] = await world.rows<{ status: string }>('SELECT status FROM notifications WHERE recipient = $1', [to]);
      return row!.status === 'sent' ? row : undefined;
    });
    first.signal('SIGCONT');
    smtp.release();
    await second.kill('SIGTERM');
    const mailIsThrough = await aMailedLink();
    await ended(mailIsThrough);

    expect(mailsTo(to)).toHaveLength(2);
    expect(idsOf(mailsTo(to)).size).toBe(1);
    expect(await ended(link)).toMatchObject({ status: 'sent', attempts: 1 });
    expect((await world.events()).filter(({ data }) => isAbout(data, id))).toHaveLength(1);
  });
});

function isAbout(data: unknown, notificationId: string): boolean {
  return (data as { notification?: { id: string } }).notification?.id === notificationId;
}
