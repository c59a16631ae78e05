import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createTransport, type SendMailOptions } from 'nodemailer';
import request from 'supertest';
import { Clock } from '../../../src/common/clock.js';
import { LocalMailboxModule } from '../../../src/notifications/local-mailbox/local-mailbox.module.js';
import type { LocalMessage } from '../../../src/notifications/local-mailbox/local-mailbox.service.js';
import { LocalSmtp } from '../../../src/notifications/local-mailbox/local-smtp.js';

// Each test starts a server of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

class SteppingClock extends Clock {
  private atMs = Date.parse('2026-11-20T10:00:00.000Z');

  override now(): Date {
    this.atMs += 1000;
    return new Date(this.atMs);
  }
}

const MAIL: SendMailOptions = {
  from: 'Sample School <mail@school.example.com>',
  to: 'Sam Sample <sam@example.com>',
  subject: 'Payment request: £10.50',
  text: 'Pay here: https://pay.example.com/l/one?x=1&y=2\nor there: https://pay.example.com/l/two',
  html: '<html><head></head><body><a href="https://pay.example.com/l/one">Pay</a><img src="cid:qr@example.com"></body></html>',
  attachments: [
    { filename: 'qr.png', cid: 'qr@example.com', content: Buffer.from('picture'), contentType: 'image/png' },
  ],
};

let dir: string;
let smtp: LocalSmtp;
let app: INestApplication;

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'mailbox-')), 'mail');
  smtp = await LocalSmtp.start({ dir, clock: new SteppingClock() });
  const module = await Test.createTestingModule({ imports: [LocalMailboxModule.register({ dir })] }).compile();
  app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
});

afterEach(async () => {
  await app.close();
  await smtp.stop();
  await rm(join(dir, '..'), { recursive: true });
});

async function send(mail: SendMailOptions = {}): Promise<void> {
  await createTransport(smtp.url).sendMail({ ...MAIL, ...mail });
}

async function messages(): Promise<LocalMessage[]> {
  const answer = await request(app.getHttpServer()).get('/dev/mailbox.json').expect(200);
  return answer.body as LocalMessage[];
}

function get(path: string) {
  return request(app.getHttpServer()).get(path);
}

describe('the local SMTP server', () => {
  it('keeps each message as one finished file named by its time', async () => {
    await send();
    expect(await readdir(dir)).toEqual([expect.stringMatching(/^20261120T100001000Z-[0-9a-f-]{36}\.eml$/)]);
  });

  it('records whom it was really delivered to, named in the headers or not', async () => {
    await send({ bcc: 'other@example.com' });
    expect((await messages())[0]!.to).toEqual(['sam@example.com', 'other@example.com']);
  });

  it('refuses a message that is too large and keeps nothing of it', async () => {
    await expect(send({ text: 'x'.repeat(11 * 1024 * 1024) })).rejects.toMatchObject({ responseCode: 552 });
    expect(await readdir(dir)).toEqual([]);
  });

  it('listens on loopback only', () => {
    expect(smtp.url).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('the mailbox for scripts', () => {
  it('lists to, subject, time and links of each message', async () => {
    await send();
    expect(await messages()).toEqual([
      {
        id: expect.stringMatching(/^20261120T100001000Z-/),
        from: 'mail@school.example.com',
        to: ['sam@example.com'],
        subject: 'Payment request: £10.50',
        at: '2026-11-20T10:00:01.000Z',
        links: ['https://pay.example.com/l/one?x=1&y=2', 'https://pay.example.com/l/two'],
      },
    ]);
  });

  it('finds links in a message that has HTML only', async () => {
    await send({
      text: undefined,
      html: '<a href="https://pay.example.com/l/one?x=1&amp;y=2">Pay</a>',
      attachments: [],
    });
    expect((await messages())[0]!.links).toContain('https://pay.example.com/l/one?x=1&y=2');
  });

  it('puts the newest first', async () => {
    await send({ subject: 'first' });
    await send({ subject: 'second' });
    expect((await messages()).map(({ subject }) => subject)).toEqual(['second', 'first']);
  });

  it('is empty, not broken, before any mail has come', async () => {
    await rm(dir, { recursive: true });
    expect(await messages()).toEqual([]);
  });
});

describe('the mailbox for people', () => {
  it('lists messages that lead to their page', async () => {
    await send({ subject: '<script>alert(1)</script>' });
    const [message] = await messages();
    const { text } = await get('/dev/mailbox').expect(200).expect('Content-Type', /html/);
    expect(text).toContain(`href="/dev/mailbox/${message!.id}"`);
    expect(text).toContain('&lt;script&gt;');
  });

  it('frames the HTML part in a sandbox beside the text part', async () => {
    await send({ text: '</pre><script>alert(1)</script>' });
    const [message] = await messages();
    const { text } = await get(`/dev/mailbox/${message!.id}`).expect(200);
    expect(text).toContain(
      `src="/dev/mailbox/${message!.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"`,
    );
    expect(text).toContain('&lt;/pre&gt;');
    expect(text).not.toContain('<script>');
  });

  it('lets the HTML part run nothing, even when it is opened directly, and shows its attached images', async () => {
    await send();
    const [message] = await messages();
    const { text, headers } = await get(`/dev/mailbox/${message!.id}/html`).expect(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox allow-popups allow-popups-to/);
    expect(text).toContain('<base target="_blank">');
    expect(text).toContain(`src="data:image/png;base64,${Buffer.from('picture').toString('base64')}"`);
  });

  it('hands out the message as it came', async () => {
    await send();
    const [message] = await messages();
    const answer = await get(`/dev/mailbox/${message!.id}/raw`).responseType('blob').expect(200);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="message.eml"');
    expect(answer.headers['content-type']).toBe('message/rfc822');
    expect(String(answer.body)).toContain('To: Sam Sample <sam@example.com>');
  });

  it.each(['nothing', '..%2f..%2fetc%2fpasswd', '20261120T100001000Z-00000000-0000-7000-8000-000000000000'])(
    'answers 404 for %s',
    async (id) => {
      for (const path of [`/dev/mailbox/${id}`, `/dev/mailbox/${id}/html`, `/dev/mailbox/${id}/raw`]) {
        await get(path).expect(404);
      }
    },
  );

  it('brings its own style', async () => {
    await get('/dev/mailbox/style.css')
      .expect(200)
      .expect('Content-Type', /text\/css/);
  });
});

describe('the gallery of all mails', () => {
  it('shows every mail in every language, each in a frame of its own that runs nothing', async () => {
    const { text } = await get('/dev/mails').expect(200);
    const frames = Array.from(text.matchAll(/src="(\/dev\/mails\/[^"]+)" sandbox=""/g), ([, path]) => path!);
    expect(frames).toHaveLength(12);
    for (const frame of frames) {
      const answer = await get(frame).expect(200).expect('Content-Type', /html/);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.text).toContain('Sample School');
    }
  });

  it.each(['/dev/mails/newsletter/en', '/dev/mails/link/xx', '/dev/mails/link/__proto__'])(
    'has no %s',
    async (path) => {
      await get(path).expect(404);
    },
  );
});
