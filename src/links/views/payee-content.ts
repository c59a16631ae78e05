import type { PageMessages } from './page-messages.js';
import type { PayeeCard } from './link-page.model.js';
import { hexColour, imageUrl, mailUrl, telUrl, webUrl } from './safe-value.js';

export interface PayeeContent {
  readonly name: string;
  readonly initial: string;
  readonly logoUrl: string | null;
  readonly colour: string | null;
  readonly contacts: ReadonlyArray<{ readonly url: string; readonly text: string }>;
}

export function payeeContent(payee: PayeeCard, messages: PageMessages): PayeeContent {
  const website = webUrl(payee.supportUrl);
  return {
    name: payee.name,
    initial: [...payee.name.trim()][0]?.toUpperCase() ?? '',
    logoUrl: imageUrl(payee.logoUrl),
    colour: hexColour(payee.colour),
    contacts: [
      ...(payee.supportEmail ? [{ url: mailUrl(payee.supportEmail), text: payee.supportEmail }] : []),
      ...(payee.supportPhone ? [{ url: telUrl(payee.supportPhone), text: payee.supportPhone }] : []),
      ...(website ? [{ url: website, text: messages.website }] : []),
    ],
  };
}
