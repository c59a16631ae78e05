import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { GALLERY, openGallery } from './support/page.gallery.js';
import { PHONE } from './support/payer.js';
import { SCREENSHOTS } from './support/stage.js';

jest.setTimeout(60_000);

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Pictures of a hundred pages need not be twice as sharp. */
const SMALL = { ...PHONE, deviceScaleFactor: 1 };
const SCREENS = [
  ['desktop', { viewport: { width: 1280, height: 900 } }],
  ['phone', SMALL],
] as const;
const THEMES = ['light', 'dark'] as const;

let browser: Browser;
let gallery: Awaited<ReturnType<typeof openGallery>>;
let axe: string;
const contexts = new Map<BrowserContextOptions, BrowserContext>();

beforeAll(async () => {
  [browser, gallery, axe] = await Promise.all([
    launchBrowser(),
    openGallery(),
    readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    mkdir(join(SCREENSHOTS, 'pages'), { recursive: true }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

describe.each(SCREENS)('on a %s', (screen, options) => {
  it.each(Object.keys(GALLERY))(
    'the page "%s" has nothing that WCAG 2.2 AA objects to, light or dark, and fits the screen',
    async (name) => {
      await visit(`${name}?locale=en-GB`, options, async (page) => {
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme });
          await page.screenshot({ path: shotOf(`${name}-${screen}-${theme}`), fullPage: true });
          expect({ theme, objections: await objectionsTo(page) }).toEqual({ theme, objections: [] });
        }
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.viewport.width);
      });
    },
  );
});

describe.each(['hi', 'fr', 'de'])('in %s', (locale) => {
  it.each(['payable', 'declined', 'confirming', 'waiting-onward', 'onward', 'failed-onward', 'expired', 'unknown'])(
    'the page "%s" fits a phone and has nothing that WCAG 2.2 AA objects to',
    async (name) => {
      await visit(`${name}?locale=${locale}`, SMALL, async (page) => {
        await page.screenshot({ path: shotOf(`${name}-${locale}`), fullPage: true });
        expect(await objectionsTo(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(SMALL.viewport.width);
      });
    },
  );
});

describe('a page that is magnified', () => {
  it.each(['payable', 'onward', 'waiting-onward'])(
    'four times, "%s" is read without scrolling sideways (WCAG 1.4.10)',
    async (name) => {
      await visit(name, { viewport: { width: 320, height: 256 } }, async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      });
    },
  );
});

describe('the check itself', () => {
  it('objects to what is wrong', async () => {
    await visit('payable', SMALL, async (page) => {
      await page.evaluate(
        `document.querySelector('.lead, .hint').style.color = '#ccc'; document.documentElement.lang = ''`,
      );
      const rules = (await objectionsTo(page)).map((objection) => objection.split(':')[0]);

      expect(rules).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang']));
    });
  });
});

describe('a receipt', () => {
  it('prints dark on white, without what can be pressed, whatever the screen’s colours', async () => {
    await visit('onward', { colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: shotOf('receipt-print'), fullPage: true });

      expect(await page.locator('.button, .stay, form').filter({ visible: true }).count()).toBe(0);
      expect(await colourOf(page, '.facts dd')).toBe('rgb(0, 0, 0)');
      expect(await page.getByText('£1,050.29').isVisible()).toBe(true);
    });
  });
});

async function visit(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> {
  const page = await (await contextWith(options)).newPage();
  await page.goto(`${gallery.url}/${path}`);
  await look(page);
  await page.close();
}

/** One for all visits with a screen. */
async function contextWith(options: BrowserContextOptions): Promise<BrowserContext> {
  const context =
    contexts.get(options) ?? (await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options }));
  contexts.set(options, context);
  return context;
}

/** Rule and element of each. */
async function objectionsTo(page: Page): Promise<string[]> {
  if (await page.evaluate<boolean>('window.axe === undefined')) await page.evaluate(axe);
  const tags = JSON.stringify(RULES);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${tags} })`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function colourOf(page: Page, selector: string): Promise<string> {
  return page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).color`);
}

function shotOf(name: string): string {
  return join(SCREENSHOTS, 'pages', `${name}.png`);
}
