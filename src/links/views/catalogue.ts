import { wordingIn, type Wording } from '../../common/wording.js';
import { en } from './messages.en.js';
import type { PageMessages } from './page-messages.js';

/** To add a language, write `messages.<language>.ts` and name it here. */
const CATALOGUES = { en } satisfies Record<string, PageMessages>;

export type PageWording = Wording<PageMessages>;

export function wordingFor(locale: string): PageWording {
  return wordingIn<PageMessages>(CATALOGUES, locale);
}
