import { en } from './link-mail.en.js';
import type { LinkMailMessages } from './link-mail-messages.js';

/** To add a language, write `link-mail.<language>.ts` and name it here. */
const CATALOGUES = { en } satisfies Record<string, LinkMailMessages>;

export interface LinkMailWording {
  readonly language: string;
  readonly locale: string;
  readonly messages: LinkMailMessages;
}

/** The texts for a BCP 47 locale, and the locale for amounts and dates beside them; an unknown language reads English. */
export function linkMailWordingFor(locale: string): LinkMailWording {
  const language = /^[a-z]{2,3}(?=-|$)/i.exec(locale)?.[0].toLowerCase() ?? '';
  const messages = Object.hasOwn(CATALOGUES, language) ? CATALOGUES[language as keyof typeof CATALOGUES] : undefined;
  if (!messages) return { language: 'en', locale: regional('en'), messages: en };
  return { language, locale: regional(isKnownToIntl(locale) ? locale : language), messages };
}

/** English of no region would have its dates the American way, month first. */
function regional(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

function isKnownToIntl(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}
