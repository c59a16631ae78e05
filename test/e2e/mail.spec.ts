import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import type { MailPreviewDto } from '../../src/links/dto/mail-preview.dto.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import type { DunlinWorld } from '../support/dunlin.world.js';
import { MailWorld } from '../support/mail.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';
import type { AcceptedMail } from '../support/scripted.smtp.js';

jest.setTimeout(60_000);

let mail: MailWorld;
let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  mail = await MailWorld.running();
  ({ world } = mail);
  rest = new RestCalls(world);
});

// A payment that is paid by nobody.
afterAll(() => mail.close({ except: ['history-is-complete', 'sums-agree'] }));

const account = (changes: object) => rest.send('patch', '/v1/account').send(changes);
const anAddress = () => `${randomUUID()}@example.com`;

/** `send` apart, what the payment shall be like. */
type Wishes = { readonly send?: object } & Record<string, unknown>;

function aMailedLink(to: string, { send = {}, ...payment }: Wishes = {}): Promise<LinkDto> {
  return world.api.make<LinkDto>('/v1/links', { payment: anOrder(payment), send: { to, ...send } });
}

async function sentMail(options: Wishes = {}): Promise<{ link: LinkDto; sent: AcceptedMail }> {
  const to = anAddress();
  const link = await aMailedLink(to, options);
  return { link, sent: await mail.mailTo(to) };
}

describe('a mail that carries a link', () => {
  it('holds the link three times: to press, to read, and for a camera', async () => {
    const { link, sent } = await sentMail();
    const [image, ...others] = sent.email.attachments;
    const { data, width, height } = PNG.sync.read(Buffer.from(image!.content as ArrayBuffer));
    const decode = jsQr as unknown as typeof jsQr.default;

    expect(sent.email.text).toContain(link.url);
    expect(sent.email.html).toContain(`href="${link.url}"`);
    expect(others).toEqual([]);
    expect(sent.email.html).toContain(`src="cid:${image!.contentId!.replace(/^<|>$/g, '')}"`);
    expect(decode(new Uint8ClampedArray(data), width, height)?.data).toBe(link.url);
  });

  it('comes in the language that was asked for, else in the account’s', async () => {
    const german = await sentMail({ send: { locale: 'de-AT' } });
    await account({ locale: 'fr' });
    const french = await sentMail();
    await account({ locale: 'en' });

    expect(german.sent.email.subject).toContain('Zahlungsaufforderung');
    expect(german.sent.email.html).toContain('lang="de"');
    expect(french.sent.email.subject).toContain('Demande de paiement');
  });

  it('comes under the account’s name, from the installation’s address, and answers go to its support', async () => {
    await account({ mailSenderName: 'Sample School, fees', supportEmail: 'fees@example.com' });
    const { sent } = await sentMail();
    await account({ mailSenderName: null, supportEmail: 'support@example.com' });

    expect(sent.email.from).toEqual({ name: 'Sample School, fees', address: 'payments@example.com' });
    expect(sent.email.replyTo).toEqual([{ name: 'Sample School, fees', address: 'fees@example.com' }]);
  });
});

const HEADERS = ['from', 'reply-to', 'to', 'subject', 'message-id', 'date', 'auto-submitted'];
const TRANSPORT = ['x-auto-response-suppress', 'content-type', 'mime-version'];

// What the API lets through; line breaks and NUL are refused at the door, where one line is expected.
const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'A <other@example.com>, B',
  '=?utf-8?Q?x=0D=0ABcc:_other@example.com?=',
  '\u202Egpj.exe\u2066',
  'é'.repeat(100),
];

describe.each(ATTACKS)('a mail whose every field is %j', (attack) => {
  let sent: AcceptedMail;

  beforeAll(async () => {
    const changed = await account({ name: attack, mailSenderName: attack });
    expect(changed.status).toBe(200);
    const reference = `${attack.slice(0, 50)}${randomUUID().slice(0, 8)}`;
    const customer = { name: attack };
    ({ sent } = await sentMail({
      reference,
      customer,
      description: attack,
      send: { message: `${attack}\n${attack}` },
    }));
    await account({ name: 'Sample School', mailSenderName: null });
  });

  it('has the headers of any other, and one recipient', () => {
    expect(sent.email.headers.map(({ key }) => key).toSorted()).toEqual([...HEADERS, ...TRANSPORT].toSorted());
    expect(sent.recipients).toHaveLength(1);
    expect(sent.email.to).toHaveLength(1);
    expect(sent.email.from!.address).toBe('payments@example.com');
    expect(sent.email.subject).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });

  it('has the markup of any other', () => {
    const tags = new Set(sent.email.html!.match(/<\w+/g));
    expect([...tags].filter((tag) => /^<(script|iframe|object|form|svg|style)/.test(tag) && tag !== '<style')).toEqual(
      [],
    );
    expect(sent.email.html!.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+\s*=/);
    const images = sent.email.html!.match(/<img[^>]*>/g)!;
    expect(images).toEqual([expect.stringContaining('src="cid:')]);
  });
});

describe('an address', () => {
  it.each([
    'payer@example.com, other@example.com',
    'Payer <payer@example.com>',
    'payer@example.com\r\nBcc: other@example.com',
    'payer@example.com\u0000',
    'payer@localhost@example.com',
    'payer',
    '',
  ])('that is not one bare address is refused: %j', async (to) => {
    const answer = await rest.send('post', '/v1/links').send({ payment: anOrder(), send: { to } });

    expect(expectProblem(answer, 400, 'validation_failed').errors![0]!.path).toBe('send.to');
  });
});

describe('a scanner that opens everything in a mail ten times', () => {
  it('changes nothing: no checkout, no stop, no call to a provider', async () => {
    const { link, sent } = await sentMail({ dueAt: '2030-01-15T00:00:00.000Z' });
    const urls = new Set(`${sent.email.text} ${sent.email.html}`.match(/http:\/\/127[^\s"'<>]+/g));
    for (const url of [...urls, `${link.url}/reminders/stop`]) {
      const calls = Array.from({ length: 10 }, (_, index) => exchange({ method: index % 2 ? 'HEAD' : 'GET', url }));
      for (const { status } of await Promise.all(calls)) expect(status).toBe(200);
    }
    const read = await world.api.read<LinkDto>(`/v1/links/${link.id}`);

    expect(read).toMatchObject({ status: 'active', remindersStoppedAt: null, payment: { status: 'open' } });
    expect(read.opens.people).toBe(0);
    expect(await world.provider.intentsFor(link.payment.reference)).toEqual([]);
  });
});

describe('the preview of a mail', () => {
  let link: LinkDto;
  const preview = (query: string, id = link.id) => rest.send('get', `/v1/links/${id}/mail-preview${query}`);

  beforeAll(async () => {
    link = await world.api.make<LinkDto>('/v1/links', { payment: anOrder({ dueAt: '2030-01-15T00:00:00.000Z' }) });
  });

  it.each([
    ['', 'Payment request'],
    ['?template=link&locale=de', 'Zahlungsaufforderung'],
    ['?template=reminder&locale=fr', 'Rappel'],
    ['?template=receipt&locale=hi', 'भुगतान मिल गया'],
  ])('is that very mail: %s', async (query, words) => {
    const answer = await preview(query);
    const { subject, html, text } = answer.body as MailPreviewDto;

    expect(answer.status).toBe(200);
    expect(subject).toContain(words);
    for (const part of [html, text]) expect(part).toContain(link.url);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is a page for a browser, with its picture, that runs nothing', async () => {
    const { headers, text } = await preview('').set('accept', 'text/html');

    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
    expect(text).toContain('src="data:image/png;base64,');
  });

  it('of a receipt says what came in, not what was owed', async () => {
    const { link: paid } = await sentMail();
    await world.rows(
      `UPDATE payments SET status = 'paid', amount_paid = 700, paid_at = now(), version = version + 1 WHERE reference = $1`,
      [paid.payment.reference],
    );
    const receipt = (await preview('?template=receipt', paid.id)).body as MailPreviewDto;

    expect(receipt.subject).toContain('£7.00');
    expect(receipt.text).not.toContain('£10.50');
  });

  it('sends nothing, of a link that has ended either', async () => {
    await world.api.make(`/v1/links/${link.id}/cancel`, {});

    expect((await preview('?template=reminder')).status).toBe(200);
    expect((await world.api.read<LinkDto>(`/v1/links/${link.id}`)).notifications).toEqual([]);
  });

  it('is refused for a mail that does not exist, and for a link of somebody else', async () => {
    expectProblem(await preview('?template=newsletter'), 400, 'validation_failed');
    expectProblem(await preview('?locale=%0d%0a'), 400, 'validation_failed');
    const liveKey = await world.addKey({ mode: 'live' });
    expectProblem(await rest.send('get', `/v1/links/${link.id}/mail-preview`, liveKey), 404, 'not_found');
  });
});

describe('a receipt', () => {
  async function pay(link: LinkDto): Promise<void> {
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(link.payment.reference, 'payment.paid', 30_000);
  }

  it('comes when a payment is paid whose link was mailed, once the account wants it', async () => {
    const before = await sentMail();
    await pay(before.link);
    await account({ receipts: true });
    await patiently(async () => (await world.rows('SELECT FROM receipt_positions'))[0]);
    const { link, sent } = await sentMail({ send: { locale: 'de' } });
    const silent = await world.link(`INV-${randomUUID()}`);
    await pay(silent);
    await pay(link);
    const receipt = await mail.notification(link, ({ status }) => status === 'sent', 'receipt');
    const [, ...after] = mail.mailsTo(sent.recipients[0]!);
    await account({ receipts: false });

    expect(receipt).toMatchObject({ to: sent.recipients[0], attempts: 1 });
    expect(after).toHaveLength(1);
    expect(after[0]!.email.subject).toContain('eingegangen: 10,50\u00a0£');
    expect(after[0]!.email.attachments).toEqual([]);
    expect(mail.mailsTo(before.sent.recipients[0]!)).toHaveLength(1);
    expect((await world.api.read<LinkDto>(`/v1/links/${silent.id}`)).notifications).toEqual([]);
  });
});

describe('an installation that sends by a program of its own', () => {
  it('finds each message as a file, and mails nothing', async () => {
    await Promise.all(world.processes.splice(0).map((process) => process.kill('SIGTERM')));
    const dir = join(world.dataDir, 'out');
    await world.start({ NOTIFICATION_DROP_DIR: dir, SMTP_URL: mail.smtp.url });
    const to = anAddress();
    const link = await aMailedLink(to);
    const { id } = await mail.notification(link, ({ status }) => status === 'sent');
    const dropped = JSON.parse(await readFile(join(dir, `${id}.json`), 'utf8')) as Record<string, unknown>;

    expect(await readdir(dir)).toEqual([`${id}.json`]);
    expect(dropped).toMatchObject({ id, kind: 'link', to, text: expect.stringContaining(link.url) });
    expect(mail.mailsTo(to)).toEqual([]);
  });
});
