/** Texts in the reader's language, and the locale for the amounts and dates beside them. */
export interface Wording<Messages> {
  /** For the `lang` attribute: the language the texts are really in. */
  readonly language: string;
  /** The reader's own locale where it fits the texts. */
  readonly locale: string;
  readonly messages: Messages;
}

/** The texts for a BCP 47 locale: `en-GB` reads the `en` catalogue and writes dates the British way; an unknown language reads English. */
export function wordingIn<Messages>(
  catalogues: Readonly<Record<string, Messages>> & { readonly en: Messages },
  locale: string,
): Wording<Messages> {
  const language = /^[a-z]{2,3}(?=-|$)/i.exec(locale)?.[0].toLowerCase() ?? '';
  const messages = Object.hasOwn(catalogues, language) ? catalogues[language] : undefined;
  if (!messages) return { language: 'en', locale: regional('en'), messages: catalogues.en };
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
