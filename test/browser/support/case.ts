import type { Page } from 'playwright-core';
import type { LinkMade } from './erp.js';
import { payButton } from './payer.js';
import type { ProviderPages } from './provider.pages.js';
import type { Stage } from './stage.js';

/** What one case is played on: a link that was just made, a provider, and payers with a screen of one size. */
export interface Scene {
  readonly stage: Stage;
  readonly provider: ProviderPages;
  readonly link: LinkMade;
  newPayer(): Promise<Page>;
  /** Kept for people who want to see what the payer saw. */
  shot(page: Page, name: string): Promise<void>;
}

/** One of the cases that the product is judged by. */
export interface Case {
  readonly title: string;
  readonly providers: readonly ProviderPages[];
  play(scene: Scene): Promise<void>;
}

/** A payer who followed the link and pressed its button. */
export async function atProvider({ link, provider, newPayer }: Scene): Promise<Page> {
  const page = await newPayer();
  await page.goto(link.url);
  await payButton(page).click();
  await provider.arrived(page);
  return page;
}
