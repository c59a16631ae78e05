import type { Locator, Page } from 'playwright-core';

export interface Card {
  readonly number: string;
  readonly expiry: string;
  readonly cvv: string;
}

export const PAYS: Card = { number: '5200 0000 0000 1005', expiry: '12/29', cvv: '020' };
export const CHALLENGES: Card = { number: '5200 0000 0000 1096', expiry: '12/29', cvv: '020' };
export const DECLINES: Card = { number: '4456 5300 0000 1013', expiry: '12/29', cvv: '341' };

/** A small one, for what fits there fits elsewhere. */
export const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** The one button of our pages. */
export function payButton(page: Page): Locator {
  return page.locator('form[action$="/pay"] button');
}

export async function typeCard(page: Page, card: Card): Promise<void> {
  await page.fill('#card-number', card.number);
  await page.fill('#expiry', card.expiry);
  await page.fill('#cvv', card.cvv);
  await page.fill('#card-name', 'Sample Payer');
}

export async function payWith(page: Page, card: Card): Promise<void> {
  await typeCard(page, card);
  await page.click('#pay');
}

export async function sees(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
}

/** Every first heading from now on, also of pages that are gone before anybody could look at them. */
export async function watchHeadings(page: Page): Promise<string[]> {
  const headings: string[] = [];
  await page.exposeFunction('noteHeading', (heading: string) => headings.push(heading));
  await page.addInitScript(`
    addEventListener('DOMContentLoaded', () => {
      if (window === top) noteHeading(document.querySelector('h1')?.textContent ?? '');
    });
  `);
  return headings;
}
