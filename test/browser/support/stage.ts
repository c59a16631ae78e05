import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { request } from 'undici';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { launchBrowser } from '../../support/browser.js';
import { startDunlin } from './dunlin-under-test.js';
import { startErp, type LinkMade } from './erp.js';

const PATIENCE_MS = 15_000;
/** Git-ignored. */
export const SCREENSHOTS = join(process.cwd(), 'test-output', 'browser');

/** Dojo's intent or Jodo's order. */
export interface LedgerCheckout {
  readonly reference: string;
  readonly status: string;
  readonly payable: boolean;
  readonly webhookTries: number;
  readonly charges: readonly { readonly amount: number; readonly card?: string }[];
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Everybody the play needs: provider, Dunlin, ERP and a browser. One per test file; every test takes a payer of its own. */
export async function openStage({ slowBankMs = 3000 } = {}) {
  const exits: Array<() => Promise<void>> = [];
  const close = async () => {
    for (const exit of exits.splice(0).reverse()) await exit();
  };
  try {
    const simulator = await startSimulator({ port: 0, slowBankMs });
    exits.push(() => simulator.close());
    const dunlin = await startDunlin({ simulatorUrl: simulator.url });
    exits.push(() => dunlin.stop());
    const erp = await startErp(dunlin);
    exits.push(() => erp.close());
    const browser = await launchBrowser();
    exits.push(() => browser.close());
    await mkdir(SCREENSHOTS, { recursive: true });
    return { dunlin, erp, ...payersOf(browser), ...providerOf(simulator.url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function payersOf(browser: Browser) {
  const contexts: BrowserContext[] = [];
  return {
    /** A browser without a past. */
    newPayer: async (options: BrowserContextOptions = {}): Promise<Page> => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      return context.newPage();
    },
    /** Ends every payer's visit. */
    leave: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
    /** For people who want to see what the browser saw. */
    screenshot: async (page: Page, name: string): Promise<void> => {
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
    },
  };
}

function providerOf(simulatorUrl: string) {
  const control = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const answer = await request(`${simulatorUrl}/_sim/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : null,
    });
    return (await answer.body.json()) as Answer;
  };
  return {
    /** What the providers' own books say about a payment: one entry for each checkout. */
    checkoutsOf: async ({ reference }: LinkMade): Promise<LedgerCheckout[]> => {
      const { intents, orders } = await control<Record<'intents' | 'orders', LedgerCheckout[]>>('ledger');
      return [...intents, ...orders].filter((checkout) => checkout.reference === reference);
    },
    scenario: (order: object) => control('scenario', order),
  };
}
