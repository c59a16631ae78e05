import type { PageWording } from './catalogue.js';
import type { PageMessages } from './page-messages.js';
import type { PayeeContent } from './payee-content.js';

/** Everything `page.eta` writes, already worded and formatted; the template decides nothing but layout. */
export interface PageContent {
  readonly language: string;
  readonly messages: PageMessages;
  readonly title: string;
  readonly heading: string;
  readonly lead: string | null;
  readonly icon: 'done' | 'progress' | 'wait' | 'attention' | 'closed' | null;
  readonly sandbox: boolean;
  readonly payee: PayeeContent | null;
  /** Written large, where the page asks for it. */
  readonly amount: string | null;
  readonly description: { readonly text: string; readonly long: boolean } | null;
  readonly facts: readonly Fact[];
  readonly notice: { readonly kind: 'info' | 'attention'; readonly text: string } | null;
  readonly pay: { readonly path: string; readonly label: string; readonly hint: string | null } | null;
  readonly onward: { readonly url: string; readonly label: string; readonly seconds: number | null } | null;
  readonly live: LiveContent | null;
  /** For who came back without having paid: not every provider says so. */
  readonly back: { readonly path: string; readonly label: string } | null;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A page that waits for news. */
export interface LiveContent {
  readonly eventsPath: string | null;
  readonly reloadSeconds: number;
  /** What the lead becomes when the news is slow in coming. */
  readonly slow: string | null;
}

/** Parts a page does not have are null, which the template skips. */
export function emptyContent({ language, messages }: PageWording): PageContent {
  return {
    language,
    messages,
    title: '',
    heading: '',
    lead: null,
    icon: null,
    sandbox: false,
    payee: null,
    amount: null,
    description: null,
    facts: [],
    notice: null,
    pay: null,
    onward: null,
    live: null,
    back: null,
  };
}
