import type { Page } from 'playwright-core';
import { PAYS, payWith, typeCard } from './payer.js';

/** A provider's hosted page, as a payer uses it. */
export interface ProviderPages {
  readonly name: 'dojo' | 'jodo';
  readonly amount: { readonly value: number; readonly currency: string };
  /** On our pages, in British English. */
  readonly amountShown: string;
  /** Waits until the page asks for the payment. */
  arrived(page: Page): Promise<void>;
  pay(page: Page): Promise<void>;
  /** The bank confirms later; the payer is sent back at once. */
  payThroughSlowBank(page: Page): Promise<void>;
  cancel(page: Page): Promise<void>;
}

export const DOJO: ProviderPages = {
  name: 'dojo',
  amount: { value: 4250, currency: 'GBP' },
  amountShown: '£42.50',
  arrived: (page) => page.locator('#card-number').waitFor(),
  pay: (page) => payWith(page, PAYS),
  payThroughSlowBank: async (page) => {
    await typeCard(page, PAYS);
    await page.check('#slow-bank');
    await page.click('#pay');
  },
  cancel: (page) => page.click('#cancel'),
};

export const JODO: ProviderPages = {
  name: 'jodo',
  amount: { value: 425_000, currency: 'INR' },
  amountShown: '₹4,250.00',
  arrived: (page) => page.locator('#pay-upi').waitFor(),
  pay: async (page) => {
    await page.click('#pay-upi');
    await page.click('#approve');
  },
  payThroughSlowBank: async (page) => {
    await page.check('#slow-bank');
    await JODO.pay(page);
  },
  cancel: (page) => page.click('#cancel'),
};
