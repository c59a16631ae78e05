import { readFileSync } from 'node:fs';
import { LinkPageView } from '../../../src/links/link-page.view.js';
import { localeFor } from '../../../src/links/views/catalogue.js';
import { statusOf, type LinkPageModel } from '../../../src/links/views/link-page.model.js';
import { ALL_MODELS, MODELS, PAYEE, PAYMENT } from './page-models.js';

const view = new LinkPageView();
/** What the account's settings take. */
const LARGEST_LOGO = 24_576;
const ASSETS = new URL('../../../src/links/views/assets/', import.meta.url);

function count(html: string, pattern: RegExp): number {
  return [...html.matchAll(pattern)].length;
}

describe.each(ALL_MODELS.map((model) => [model.page, model] as const))('the %s page', (_page, model) => {
  const html = view.render(model);

  it('has one h1, one main, a language and a title', () => {
    expect(count(html, /<h1[ >]/g)).toBe(1);
    expect(count(html, /<main[ >]/g)).toBe(1);
    expect(html).toContain('<html lang="en">');
    expect(html).toMatch(/<title>[^<]{8,}<\/title>/);
  });

  it('keeps search engines and referrers out', () => {
    expect(html).toContain('<meta name="robots" content="noindex, nofollow">');
    expect(html).toContain('<meta name="referrer" content="no-referrer">');
  });

  it('carries no inline script, style or handler, so that a strict policy lets all of it through', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(count(html, /<script/g)).toBe(count(html, /<script src="\/assets\/[a-z]+\.js" defer><\/script>/g));
  });

  it('leaves no hole where a value was missing', () => {
    expect(html).not.toMatch(/undefined|\[object|>null</);
  });

  it('loads in less than 50 kB with its style and script', () => {
    const assets = ['style.css', 'confirming.js', 'onward.js'].map(
      (name) => readFileSync(new URL(name, ASSETS)).length,
    );
    const rest = LARGEST_LOGO - PAYEE.logoUrl!.length;
    expect(assets.reduce((sum, size) => sum + size, Buffer.byteLength(html) + rest)).toBeLessThan(50_000);
  });
});

describe('a payable page', () => {
  it('shows payee, amount, description, reference and due date, and one button that posts', () => {
    const html = view.render(MODELS.payable);
    for (const text of ['Sample School', '£1,050.29', 'Autumn term fees', 'INV-417', '30 November 2026']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('<form method="post" action="/l/token/pay">');
    expect(count(html, /<button/g)).toBe(1);
  });

  it('writes the end of the link in the zone of the account and says which', () => {
    const html = view.render({ ...MODELS.payable, payee: { ...PAYEE, timeZone: 'Asia/Kolkata' } });
    expect(html).toMatch(/4 Dec 2026, 22:00 GMT\+5:30/);
  });

  it('invites a payer who was here before to go on', () => {
    const html = view.render({ ...MODELS.payable, earlier: 'checkout_live' });
    expect(html).toContain('You were here before.');
    expect(html).toContain('Continue to payment</button>');
  });

  it('says after a decline that another card may be tried', () => {
    const html = view.render({ ...MODELS.payable, earlier: 'declined' });
    expect(html).toContain('The last try was declined.');
    expect(html).toContain('Try again</button>');
  });

  it('folds a long description away below the button', () => {
    const html = view.render({ ...MODELS.payable, payment: { ...PAYMENT, description: 'Very long. '.repeat(100) } });
    expect(html.indexOf('<details')).toBeGreaterThan(html.indexOf('<button'));
    expect(count(html, /class="description"/g)).toBe(1);
  });

  it('marks the sandbox in words', () => {
    const html = view.render({ ...MODELS.payable, payment: { ...PAYMENT, mode: 'sandbox' } });
    expect(html).toContain('Test mode – no real money');
    expect(view.render(MODELS.payable)).not.toContain('Test mode');
  });
});

describe('the confirming page', () => {
  const html = view.render(MODELS.confirming);

  it('listens for news with the script and reloads itself without it', () => {
    expect(html).toContain('data-events="/l/token/events"');
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
  });

  it('announces the wait politely and holds back the words for a slow bank', () => {
    expect(html).toContain('<div role="status" aria-live="polite">');
    expect(html).toMatch(/data-slow hidden>Your bank is taking longer/);
  });

  it('offers nothing that could open a second payable page', () => {
    expect(html).not.toMatch(/<form|<button/);
  });

  it('leads back to the link whoever came away without paying', () => {
    expect(html).toContain('<a href="/l/token">You left without paying? Go back to the payment</a>');
    expect(view.render({ ...MODELS.confirming, linkPath: null })).not.toContain('You left without paying');
  });

  it('reloads itself for everybody where there is no event stream', () => {
    const reloading = view.render({ ...MODELS.confirming, eventsPath: null });
    expect(reloading).toContain('<meta http-equiv="refresh" content="5">');
    expect(reloading).not.toMatch(/<noscript|<script/);
  });
});

describe('a page that ends the story', () => {
  const onward = { url: 'https://erp.example.com/back?paymentId=1&signature=x' };

  it('tells a payer who has paid the amount, reference and day', () => {
    const html = view.render(MODELS.paid);
    for (const text of ['Payment complete', '£1,050.29', 'Autumn term fees', 'INV-417', '20 November 2026'])
      expect(html).toContain(text);
    expect(html).not.toContain('http-equiv="refresh"');
  });

  it.each(['paid', 'authorized'] as const)(
    'leads on from %s by a button and, where there is JavaScript, by itself until the payer wants to stay',
    (page) => {
      const html = view.render({ ...MODELS[page], onward });
      expect(html).toContain('href="https://erp.example.com/back?paymentId=1&amp;signature=x"');
      expect(html).toContain('rel="noreferrer" data-seconds="5"');
      expect(html).toContain('<script src="/assets/onward.js" defer></script>');
      expect(html).toMatch(/<button type="button" class="stay" data-stay hidden>Stay on this page<\/button>/);
      expect(html).not.toContain('http-equiv="refresh"');
    },
  );

  it.each(['failed', 'waiting'] as const)('offers the way on from %s and never takes it by itself', (page) => {
    const html = view.render({ ...MODELS[page], onward });
    expect(html).toContain('class="button button-second" href="https://erp.example.com/back');
    expect(html).not.toMatch(/onward\.js|data-seconds/);
  });

  it('tells full and partial refunds apart', () => {
    expect(view.render(MODELS.refunded)).toContain('Payment refunded');
    const partial = view.render({ ...MODELS.refunded, refunded: { value: 5000, currency: 'GBP' } });
    expect(partial).toContain('Partly refunded');
    expect(partial).toContain('£50.00');
  });

  it.each([MODELS.canceled, MODELS.expired])(
    'names payee and support on a dead link, with nothing to press',
    (model) => {
      const html = view.render(model);
      expect(html).toContain('Questions? Contact Sample School');
      expect(html).toContain('href="mailto:bursar@school.example.com"');
      expect(html).toContain('href="tel:+442079460000"');
      expect(html).not.toMatch(/<form|<button/);
    },
  );

  it('says about an unknown link nothing but that it does not work', () => {
    const html = view.render(MODELS.unknown);
    expect(html).toContain('This link does not work');
    expect(html).not.toMatch(/Sample School|£|<footer|<header|<form/);
  });
});

describe('the page for when nothing can be looked up', () => {
  it('says so, asks for patience, and names nobody', () => {
    const html = view.render(MODELS.away);
    expect(html).toContain('Temporarily unavailable');
    expect(html).toContain('try again');
    expect(html).not.toMatch(/Sample School|£|<footer|<header|<form/);
  });
});

describe('what an ERP or payee wrote', () => {
  const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'`;
  const hostile: LinkPageModel = {
    ...MODELS.payable,
    payee: { ...PAYEE, name: evil, supportEmail: `a@example.com?cc=${evil}`, supportPhone: evil },
    payment: { ...PAYMENT, description: evil, reference: evil },
  };

  it('stays text on the page', () => {
    const html = view.render(hostile);
    expect(html).not.toMatch(/<img src=x|<script>/);
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
  });

  it('cannot add recipients to the support address', () => {
    expect(view.render(hostile)).toContain('href="mailto:a@example.com%3Fcc%3D');
  });

  it.each(['javascript:alert(1)', 'data:text/html,hi', '//example.com', 'vbscript:x', 'file:///etc/passwd'])(
    'is no link when it is %s',
    (url) => {
      const payee = { ...PAYEE, supportUrl: url, logoUrl: url };
      const html = view.render({ ...MODELS.paid, payee, onward: { url } });
      expect(html).not.toContain(url);
      expect(html).not.toMatch(/<img|onward\.js/);
    },
  );

  it('is a colour only as #rrggbb', () => {
    expect(view.render(MODELS.paid)).toContain('fill="#0a7d5a"');
    const html = view.render({ ...MODELS.paid, payee: { ...PAYEE, colour: 'red" onload="x' } });
    expect(html).not.toMatch(/onload|class="stripe"/);
  });
});

describe('the language', () => {
  it.each(['xx', 'es-ES', '', '*', 'not a locale', 'constructor'])(
    'falls back to English, texts and numbers, for "%s"',
    (locale) => {
      const html = view.render({ ...MODELS.payable, locale });
      expect(html).toContain('<html lang="en">');
      expect(html).toContain('30 November 2026');
    },
  );

  it('writes dates the way of the region', () => {
    expect(view.render({ ...MODELS.payable, locale: 'en-IN' })).toContain('30 November 2026');
  });

  it.each([
    ['hi-IN', 'hi', ['Sample School को भुगतान', '£1,050.29 का भुगतान करें', '30 नवंबर 2026', '4 दिस॰ 2026, 4:30 pm GMT']],
    ['fr', 'fr', ['Paiement à Sample School', 'Payer 1 050,29 £GB', '30 novembre 2026', '4 déc. 2026, 16:30 UTC']],
    [
      'de-DE',
      'de',
      ['Zahlung an Sample School', '1.050,29 £ bezahlen', '30. November 2026', '4. Dez. 2026, 16:30 GMT'],
    ],
  ])('of %s is used for texts, amounts and dates', (locale, language, texts) => {
    const html = view.render({ ...MODELS.payable, locale }).replace(/[\u00a0\u202f]/g, ' ');
    expect(html).toContain(`<html lang="${language}">`);
    for (const text of texts) expect(html).toContain(text);
  });

  it.each(['hi', 'fr', 'de'])('of %s leaves no English on any page', (locale) => {
    for (const model of ALL_MODELS) {
      const english = view.render({ ...model, locale: 'en-GB' });
      const [, heading] = /<h1[^>]*>([^<]+)/.exec(english)!;
      expect(view.render({ ...model, locale })).not.toContain(`>${heading}<`);
    }
  });
});

describe('the locale of a page', () => {
  it.each([
    [['de-AT', 'en'], 'en', 'de-AT'],
    [['es', 'fr;q=0.5', 'fr', 'en'], 'en', 'fr'],
    [['es'], 'hi-IN', 'hi-IN'],
    [['*'], 'de', 'de'],
    [[], 'de', 'de'],
    [['en'], 'en-IN', 'en-IN'],
    [['en-US', 'de'], 'en-GB', 'en-US'],
    [['constructor', '__proto__'], 'en', 'en'],
  ])('for a browser that asks for %j and an account in %s is %s', (wanted, fallback, locale) => {
    expect(localeFor(wanted, fallback)).toBe(locale);
  });
});

describe('the HTTP status', () => {
  it.each([
    ['payable', 200],
    ['paid', 200],
    ['canceled', 410],
    ['expired', 410],
    ['unknown', 404],
    ['unavailable', 503],
    ['away', 503],
  ] as const)('of the %s page is %d', (page, status) => {
    expect(statusOf(page)).toBe(status);
  });
});

describe('an amount', () => {
  it.each([
    [500, 'JPY', '¥500'],
    [1_234, 'KWD', 'KWD 1.234'],
    [1, 'BHD', 'BHD 0.001'],
    [99_999_999_999, 'INR', '₹99,99,99,999.99'],
  ])('of %d %s is written as %s', (value, currency, text) => {
    const locale = currency === 'INR' ? 'en-IN' : 'en-GB';
    const html = view.render({ ...MODELS.payable, locale, payment: { ...PAYMENT, amount: { value, currency } } });
    expect(html.replaceAll('\u00a0', ' ')).toContain(text);
  });
});
