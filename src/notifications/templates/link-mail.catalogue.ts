import { wordingIn, type Wording } from '../../common/wording.js';
import { de } from './link-mail.de.js';
import { en } from './link-mail.en.js';
import { fr } from './link-mail.fr.js';
import { hi } from './link-mail.hi.js';
import type { LinkMailMessages } from './link-mail-messages.js';

/** To add a language, write `link-mail.<language>.ts` and name it here. */
const CATALOGUES = { de, en, fr, hi } satisfies Record<string, LinkMailMessages>;

/** The languages that mails are written in. */
export const MAIL_LANGUAGES: readonly string[] = Object.keys(CATALOGUES);

export type LinkMailWording = Wording<LinkMailMessages>;

export function linkMailWordingFor(locale: string): LinkMailWording {
  return wordingIn<LinkMailMessages>(CATALOGUES, locale);
}
