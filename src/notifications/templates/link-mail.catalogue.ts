import { wordingIn, type Wording } from '../../common/wording.js';
import { en } from './link-mail.en.js';
import type { LinkMailMessages } from './link-mail-messages.js';

/** To add a language, write `link-mail.<language>.ts` and name it here. */
const CATALOGUES = { en } satisfies Record<string, LinkMailMessages>;

export type LinkMailWording = Wording<LinkMailMessages>;

export function linkMailWordingFor(locale: string): LinkMailWording {
  return wordingIn<LinkMailMessages>(CATALOGUES, locale);
}
