import { en } from './messages.en.js';

/** Every text of the payer's pages. A catalogue that lacks one does not compile. */
export interface PageMessages {
  readonly testMode: string;
  readonly amount: string;
  readonly reference: string;
  readonly due: string;
  readonly validUntil: string;
  readonly paidOn: string;
  readonly description: string;
  readonly questions: (payee: string) => string;
  readonly website: string;
  readonly pay: (amount: string) => string;
  readonly tryAgain: string;
  readonly goOn: string;
  readonly secureHint: string;
  readonly onward: (payee: string) => string;
  readonly onwardSoon: (seconds: number) => string;
  readonly stay: string;
  readonly payable: {
    readonly title: (amount: string, payee: string) => string;
    readonly heading: (payee: string) => string;
    readonly checkoutLive: string;
    readonly declined: string;
  };
  readonly confirming: Notice & { readonly slow: string };
  readonly waiting: Notice;
  readonly authorized: Notice;
  readonly paid: Notice;
  readonly refunded: Notice<{ payee: string; amount: string }>;
  readonly partlyRefunded: Notice<{ payee: string; amount: string }>;
  readonly failed: Notice;
  readonly unavailable: Notice;
  readonly canceled: Notice;
  readonly expired: Notice;
  readonly unknown: Notice<unknown>;
}

/** A heading and the sentence or two below it. */
interface Notice<Names = { payee: string }> {
  readonly heading: string;
  readonly lead: (names: Names) => string;
}

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
  if (!messages) return { language: 'en', locale: 'en', messages: en };
  return { language, locale: isKnownToIntl(locale) ? locale : language, messages };
}

function isKnownToIntl(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}
