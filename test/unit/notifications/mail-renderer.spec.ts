import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MailRenderer } from '../../../src/notifications/mail-renderer.js';
import type { LinkMailModel } from '../../../src/notifications/templates/link-mail.model.js';

const renderer = new MailRenderer();

const REQUEST: LinkMailModel = {
  locale: 'en-GB',
  timeZone: 'Europe/London',
  mode: 'live',
  purpose: 'request',
  payee: {
    name: 'Sample School',
    supportEmail: 'bursar@school.example.com',
    supportPhone: '+44 20 7946 0000',
    supportUrl: 'https://school.example.com/help',
  },
  recipientName: 'Sam Sample',
  amount: { value: 105029, currency: 'GBP' },
  reference: 'INV-417',
  description: 'Autumn term fees, year 4\r\nincluding lunch & music',
  dueAt: new Date('2026-11-30T00:00:00Z'),
  url: 'https://pay.example.com/l/token',
  message: 'Thank you for your patience.\n\nThe bursar’s office',
  qrContentId: 'qr@example.com',
};

const BARE: LinkMailModel = {
  ...REQUEST,
  mode: 'sandbox',
  purpose: 'reminder',
  payee: { name: 'Sample School', supportEmail: null, supportPhone: null, supportUrl: null },
  recipientName: null,
  description: null,
  dueAt: null,
  message: null,
  qrContentId: null,
};

/** What the file holds; with UPDATE_GOLDEN=1 the file takes what was rendered, for a person to look over. */
function golden(name: string, rendered: string): string {
  const file = new URL(`./golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, rendered);
  return readFileSync(file, 'utf8');
}

describe('the mail that carries a link', () => {
  it.each([
    ['request', REQUEST],
    ['bare-reminder', BARE],
  ])('reads as its golden files say: %s', (name, model) => {
    const { subject, html, text } = renderer.render(model);
    const whole = `${subject}\n\n${text}`;
    expect(html).toBe(golden(`${name}.html`, html));
    expect(whole).toBe(golden(`${name}.txt`, whole));
  });

  it('says whom, how much, what for, by when and where, in both parts', () => {
    const { html, text } = renderer.render(REQUEST);
    for (const part of [html, text]) {
      for (const fact of [
        'Sample School',
        '£1,050.29',
        'INV-417',
        'Autumn term fees',
        '30 November 2026',
        REQUEST.url,
      ]) {
        expect(part).toContain(fact);
      }
    }
  });

  it('marks the sandbox in subject, HTML and text', () => {
    const { subject, html, text } = renderer.render(BARE);
    for (const part of [subject, html, text]) expect(part).toContain('Test mode – no real money');
  });

  it('asks no third party for anything when it is opened', () => {
    const { html } = renderer.render(REQUEST);
    const addresses = [...html.matchAll(/(?:src|href|url\()\s*=?\s*["']?([a-z]+:[^"')\s>]+)/gi)].map(
      (match) => match[1],
    );
    expect(new Set(addresses)).toEqual(new Set([REQUEST.url, 'cid:qr@example.com']));
  });

  it('leaves no hole where a value was missing', () => {
    const { subject, html, text } = renderer.render(BARE);
    for (const part of [subject, html, text]) expect(part).not.toMatch(/undefined|null|NaN|<%/);
  });

  it('falls back to English for a language without a catalogue', () => {
    expect(renderer.render({ ...REQUEST, locale: 'fr-FR' }).subject).toBe(
      'Payment request from Sample School: £1,050.29 (INV-417)',
    );
  });
});

const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  'Sample\r\nBcc: other@example.com',
  'Sample\nBcc: other@example.com',
  'Sample\u2028Bcc: other@example.com\u0000',
  '\u202Egpj.exe',
  '--></style><%= it.url %>',
];

describe.each(ATTACKS)('a text like %j', (attack) => {
  const { subject, html, text } = renderer.render({
    ...REQUEST,
    payee: { name: attack, supportEmail: attack, supportPhone: attack, supportUrl: attack },
    recipientName: attack,
    reference: attack,
    description: attack,
    message: attack,
  });

  it('leaves the subject one line without control characters', () => {
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E]/u);
  });

  it('does not become markup', () => {
    expect(html).not.toMatch(/<script|<img src=x|<%|[\u202A-\u202E]/);
    const harmless = renderer.render({ ...REQUEST, description: 'x', message: 'x' }).html;
    const tags = (markup: string) => new Set(markup.match(/<[a-z][^>]*>/gi)!.map((tag) => /^<\w+/.exec(tag)![0]));
    expect(tags(html)).toEqual(tags(harmless));
    expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+\s*=/);
  });

  it('leaves the text part with line feeds only', () => {
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029]/u);
  });
});

describe('the link', () => {
  it.each(['javascript:alert(1)', 'data:text/html,hi', 'ftp://example.com/'])('is refused when it is %s', (url) => {
    expect(() => renderer.render({ ...REQUEST, url })).toThrow(RangeError);
  });
});

describe('the compiled template', () => {
  it('is what its MJML source compiles to', async () => {
    const script = fileURLToPath(new URL('../../../scripts/build-mail-templates.mjs', import.meta.url));
    const { stderr } = await promisify(execFile)(process.execPath, [script, '--check']);
    expect(stderr).toBe('');
  }, 30_000);
});
