import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MailRenderer } from '../../../src/notifications/mail-renderer.js';
import type { LinkMailModel } from '../../../src/notifications/templates/link-mail.model.js';

const renderer = new MailRenderer();

const LINK: LinkMailModel = {
  locale: 'en-GB',
  timeZone: 'Europe/London',
  mode: 'live',
  kind: 'link',
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
  paidAt: new Date('2026-11-25T23:30:00Z'),
  url: 'https://pay.example.com/l/token',
  stopUrl: 'https://pay.example.com/l/token/reminders/stop',
  message: 'Thank you for your patience.\n\nThe bursar’s office',
  qrContentId: 'qr@example.com',
};

const BARE: LinkMailModel = {
  ...LINK,
  mode: 'sandbox',
  kind: 'reminder',
  payee: { name: 'Sample School', supportEmail: null, supportPhone: null, supportUrl: null },
  recipientName: null,
  description: null,
  dueAt: null,
  message: null,
  qrContentId: null,
};

/**
 * What the file holds. `UPDATE_GOLDEN=1 npm test -- test/unit/notifications/mail-renderer.spec.ts` writes what is rendered
 * into the files instead, for a person to look over before it is committed.
 */
function golden(name: string, rendered: string): string {
  const file = new URL(`./golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, rendered);
  return readFileSync(file, 'utf8');
}

const LOCALES = ['en', 'hi', 'fr', 'de'];
const KINDS = ['link', 'reminder', 'receipt'] as const;
const MAILS = KINDS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const));

function expectGolden(name: string, model: LinkMailModel): void {
  const { subject, html, text } = renderer.render(model);
  const whole = `${subject}\n\n${text}`;
  expect(html).toBe(golden(`${name}.html`, html));
  expect(whole).toBe(golden(`${name}.txt`, whole));
}

describe('each mail reads as its golden files say', () => {
  it.each(MAILS)('%s in %s', (kind, locale) => {
    expectGolden(`${kind}.${locale}`, {
      ...LINK,
      kind,
      locale,
      qrContentId: kind === 'receipt' ? null : 'qr@example.com',
    });
  });

  it('and with nothing that may be left out', () => {
    expectGolden('bare-reminder.en', BARE);
  });
});

describe('each mail in each language', () => {
  it.each(MAILS)('%s in %s has its own words for everything', (kind, locale) => {
    const { subject, text } = renderer.render({ ...LINK, kind, locale, mode: 'sandbox' });
    const english = renderer.render({ ...LINK, kind, locale: 'en', mode: 'sandbox' });
    const said = (whole: string) => new Set(whole.split('\n').filter((line) => /[^\d\W]{2}/u.test(line)));
    const shared = [...said(text)].filter((line) => said(english.text).has(line));
    expect(subject === english.subject).toBe(locale === 'en');
    const ofTheErp = /^(Autumn|including|Thank you for|The bursar|bursar@|https:)/;
    expect(locale === 'en' ? [] : shared.filter((line) => !ofTheErp.test(line))).toEqual([]);
  });

  it.each([
    ['en-GB', '£1,050.29', '30 November 2026'],
    ['de', '1.050,29\u00a0£', '30. November 2026'],
    ['fr', '1\u202f050,29\u00a0£GB', '30 novembre 2026'],
    ['hi', '£1,050.29', '30 नवंबर 2026'],
  ])('%s writes amounts and days its own way', (locale, amount, day) => {
    const { text } = renderer.render({ ...LINK, locale });
    expect(text).toContain(amount);
    expect(text).toContain(day);
  });

  it('groups rupees in lakhs, and knows currencies without and with three decimals', () => {
    const amounts = (locale: string) =>
      [
        { value: 1_250_050, currency: 'INR' },
        { value: 1000, currency: 'JPY' },
        { value: 1000, currency: 'KWD' },
      ].map((amount) => renderer.render({ ...LINK, locale, amount }).text);
    const [inr, jpy, kwd] = amounts('hi');
    expect(inr).toContain('₹12,500.50');
    expect(jpy).toMatch(/1,000(?!\.)/);
    expect(kwd).toContain('1.000');
  });
});

describe('the mail that carries a link', () => {
  it('says whom, how much, what for, by when and where, in both parts', () => {
    const { html, text } = renderer.render(LINK);
    for (const part of [html, text]) {
      for (const fact of ['Sample School', '£1,050.29', 'INV-417', 'Autumn term fees', '30 November 2026', LINK.url]) {
        expect(part).toContain(fact);
      }
    }
  });

  it('marks the sandbox in subject, HTML and text', () => {
    const { subject, html, text } = renderer.render(BARE);
    expect(subject).toMatch(/^\[Test mode\] /);
    for (const part of [html, text]) expect(part).toContain('Test mode – no real money');
  });

  it('asks no third party for anything when it is opened', () => {
    const { html } = renderer.render(LINK);
    const addresses = [...html.matchAll(/(?:src|href|url\()\s*=?\s*["']?([a-z]+:[^"')\s>]+)/gi)].map(
      (match) => match[1],
    );
    expect(new Set(addresses)).toEqual(new Set([LINK.url, 'cid:qr@example.com']));
  });

  it('leaves no hole where a value was missing', () => {
    const { subject, html, text } = renderer.render(BARE);
    for (const part of [subject, html, text]) expect(part).not.toMatch(/undefined|null|NaN|<%/);
  });

  it('falls back to English for a language without a catalogue', () => {
    expect(renderer.render({ ...LINK, locale: 'nl-NL' }).subject).toBe(
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
    ...LINK,
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
    const harmless = renderer.render({ ...LINK, description: 'x', message: 'x' }).html;
    const tags = (markup: string) => new Set(markup.match(/<[a-z][^>]*>/gi)!.map((tag) => /^<\w+/.exec(tag)![0]));
    expect(tags(html)).toEqual(tags(harmless));
    expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+\s*=/);
  });

  it('leaves the text part with line feeds only', () => {
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029]/u);
  });
});

describe('a subject', () => {
  it.each(['a'.repeat(100), 'é'.repeat(100), '👩‍👩‍👧‍👦'.repeat(100), 'क्षि'.repeat(100)])(
    'stays short under a name like %s',
    (name) => {
      const { subject } = renderer.render({
        ...LINK,
        mode: 'sandbox',
        payee: { ...LINK.payee, name },
        reference: 'R'.repeat(60),
      });
      const characters = Array.from(new Intl.Segmenter().segment(subject), ({ segment }) => segment);
      expect(characters.length).toBeLessThanOrEqual(150);
      expect(subject).toContain('…');
      expect(subject).toContain('£1,050.29');
    },
  );
});

describe('a receipt', () => {
  const { html, text } = renderer.render({ ...LINK, kind: 'receipt', qrContentId: null });

  it('says when it was paid, not when it was due, and asks for nothing', () => {
    for (const part of [html, text]) {
      expect(part).toContain('Paid on');
      expect(part).toContain('25 November 2026');
      expect(part).not.toMatch(/Due|Pay £|30 November|scan this code/);
    }
  });
});

describe('the way to stop reminders', () => {
  it('stands in a reminder, and in nothing else', () => {
    const shown = KINDS.filter((kind) => renderer.render({ ...LINK, kind }).html.includes(LINK.stopUrl));
    expect(shown).toEqual(['reminder']);
  });
});

describe('the link', () => {
  it.each(['javascript:alert(1)', 'data:text/html,hi', 'ftp://example.com/'])('is refused when it is %s', (url) => {
    expect(() => renderer.render({ ...LINK, url })).toThrow(RangeError);
  });
});

describe('the compiled template', () => {
  it('is what its MJML source compiles to', async () => {
    const script = fileURLToPath(new URL('../../../scripts/build-mail-templates.mjs', import.meta.url));
    const { stderr } = await promisify(execFile)(process.execPath, [script, '--check']);
    expect(stderr).toBe('');
  }, 30_000);
});
