import { en } from './messages.en.js';
import type { PageMessages } from './page-messages.js';

/** To add a language, write `messages.<language>.ts` and name it here. */
const CATALOGUES = { en } satisfies Record<string, PageMessages>;

export interface Wording {
  /** For the `lang` attribute: the language the texts are really in. */
  readonly language: string;
  /** For amounts and dates: the reader's own locale where it fits the texts. */
  readonly locale: string;
  readonly messages: PageMessages;
}

/** The texts for a BCP 47 locale: `en-GB` reads the `en` catalogue and writes dates the British way; an unknown language reads English. */
export function wordingFor(locale: string): Wording {
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
