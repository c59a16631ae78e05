import { MailChannel } from '../../src/notifications/channels/mail.channel.js';
import { ScriptedSmtp, type AcceptedMail, type SmtpMove } from '../support/scripted.smtp.js';
import {
  aMessage,
  describeNotificationChannel,
  wanted,
  type ArrivedMessage,
  type ChannelHarness,
} from './notification-channel.contract.js';

interface MailHarness extends ChannelHarness {
  readonly smtp: ScriptedSmtp;
  readonly channel: MailChannel;
}

async function open(): Promise<MailHarness> {
  const smtp = await ScriptedSmtp.start();
  const fromAddress = 'payments@example.com';
  const channel = new MailChannel({ smtpUrl: smtp.url, fromAddress, domain: 'pay.example.com', timeoutMs: 2000 });
  return {
    smtp,
    channel,
    arrived: async () => smtp.mails.map(arrivedOf),
    breakDown: () => smtp.stop(),
    repair: () => smtp.listen(),
    close: async () => {
      channel.onApplicationShutdown();
      await smtp.stop();
    },
  };
}

function arrivedOf({ email, recipients }: AcceptedMail): ArrivedMessage {
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value ?? null;
  return {
    id: email.messageId!.replace(/^<|@pay\.example\.com>$/g, ''),
    to: recipients.join(' and '),
    senderName: email.from!.name,
    replyTo: email.replyTo?.[0]?.address ?? null,
    subject: email.subject!,
    html: email.html!.replace(/\n$/, ''),
    // The parser adds the line break before the boundary.
    text: email.text!.replace(/\n$/, ''),
    images: email.attachments.map(({ contentId, content }) => ({
      contentId: contentId!.replace(/^<|>$/g, ''),
      png: Buffer.from(content as ArrayBuffer),
    })),
    stopUrl: header('list-unsubscribe')?.replace(/^<|>$/g, '') ?? null,
  };
}

describeNotificationChannel('mail', open);

describe('a mail server', () => {
  let harness: MailHarness;

  beforeEach(async () => {
    harness = await open();
  });

  afterEach(() => harness.close());

  it.each<[SmtpMove, string, string]>([
    ['refuse_recipient', 'refused', 'The mail server refused it (550).'],
    ['refuse_content', 'refused', 'The mail server refused it (554).'],
    ['greylist', 'trouble', 'The mail server put it off (451).'],
    ['busy', 'trouble', 'The mail server put it off (452).'],
  ])('that does "%s" makes it %s', async (move, kind, reason) => {
    harness.smtp.next(move);
    expect(await harness.channel.send(aMessage(), wanted)).toEqual({ kind, reason });
    expect(harness.smtp.mails).toEqual([]);
  });

  it.each<[SmtpMove, number]>([
    ['cut_in_data', 0],
    ['cut_before_250', 1],
  ])(
    'that does "%s" leaves it open what became of the message, which is tried once and no more',
    async (move, taken) => {
      harness.smtp.next(move);
      expect(await harness.channel.send(aMessage(), wanted)).toMatchObject({ kind: 'trouble' });
      expect(harness.smtp.attempts).toBe(1);
      expect(harness.smtp.mails).toHaveLength(taken);
    },
  );

  it('that is silent is given up', async () => {
    const { smtp } = harness;
    smtp.next('hold');
    const channel = new MailChannel({ smtpUrl: smtp.url, fromAddress: 'a@example.com', domain: 'x', timeoutMs: 200 });
    expect(await channel.send(aMessage(), wanted)).toMatchObject({ kind: 'trouble' });
    channel.onApplicationShutdown();
  });

  it('that never comes to an end, but is never silent, is given up too', async () => {
    const { smtp } = harness;
    smtp.next('drip');
    const options = { smtpUrl: smtp.url, fromAddress: 'a@example.com', domain: 'x', timeoutMs: 2000, deadlineMs: 300 };
    const channel = new MailChannel(options);
    expect(await channel.send(aMessage(), wanted)).toMatchObject({ kind: 'trouble' });
    expect(await channel.send(aMessage(), wanted)).toEqual({ kind: 'sent' });
    channel.onApplicationShutdown();
  });

  it('is asked over a few connections that are kept', async () => {
    const messages = Array.from({ length: 30 }, () => harness.channel.send(aMessage(), wanted));
    await Promise.all(messages);
    expect(harness.smtp.mostAtOnce).toBeLessThanOrEqual(5);
    expect(harness.smtp.mails).toHaveLength(30);
  });
});

describe('the headers of a mail', () => {
  let harness: MailHarness;

  beforeEach(async () => {
    harness = await open();
  });

  afterEach(() => harness.close());

  async function headersOf(changes: Parameters<typeof aMessage>[0] = {}): Promise<Map<string, string>> {
    await harness.channel.send(aMessage(changes), wanted);
    const { email } = harness.smtp.mails.at(-1)!;
    return new Map(email.headers.map(({ key, value }) => [key, value]));
  }

  it('say that a machine wrote it, when, and under which id', async () => {
    const headers = await headersOf();
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('x-auto-response-suppress')).toBe('All');
    expect(headers.get('message-id')).toBe('<ntf_01h455vb4pex5vsknk084sn02q@pay.example.com>');
    expect(headers.get('date')).toBe('Fri, 20 Nov 2026 10:00:00 +0000');
  });

  it('offer one click to end reminders, and nothing to end what was asked for', async () => {
    const reminder = await headersOf();
    expect(reminder.get('list-unsubscribe')).toBe('<https://pay.example.com/l/token/reminders/stop>');
    expect(reminder.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const link = await headersOf({ kind: 'link', stopUrl: null });
    expect([...link.keys()].filter((name) => name.startsWith('list-'))).toEqual([]);
  });

  it('come from our own address, whatever the account is called', async () => {
    await harness.channel.send(aMessage({ senderName: 'Sample <ceo@other.example.com>, "School"' }), wanted);
    const [mail] = harness.smtp.mails;
    expect(mail!.sender).toBe('payments@example.com');
    expect(mail!.email.from).toEqual({
      name: 'Sample <ceo@other.example.com>, "School"',
      address: 'payments@example.com',
    });
    expect(mail!.email.to).toEqual([{ name: '', address: 'payer@example.com' }]);
  });

  it.each([
    'Sample\r\nBcc: other@example.com',
    'Sample\nBcc: other@example.com\n\nbody',
    'Sample\r\n\r\n<script>alert(1)</script>',
    'Sample\u2028Bcc: other@example.com',
    '=?utf-8?Q?Sample=0D=0ABcc:_other@example.com?=',
  ])('stay the same ones with %j in the subject and in the name', async (attack) => {
    const plain = await headersOf();
    const attacked = await headersOf({ subject: attack, senderName: attack });
    expect([...attacked.keys()]).toEqual([...plain.keys()]);
    expect(harness.smtp.mails.at(-1)!.recipients).toEqual(['payer@example.com']);
    const [head] = harness.smtp.mails.at(-1)!.raw.split('\r\n\r\n');
    for (const line of head!.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });
});
