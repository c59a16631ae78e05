import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import type { LocalMessage, LocalMessageContent } from './local-mailbox.service.js';

/** What the pages around mails may do. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The mailbox as HTML. Templates are read once, when the view is made. */
export class LocalMailboxView {
  readonly stylesheet = readNeighbour('local-mailbox.css');
  private readonly eta = new Eta({ autoEscape: true });

  constructor() {
    for (const name of ['local-mailbox-list', 'local-mailbox-message', 'mail-gallery'])
      this.eta.loadTemplate(`@${name}`, readNeighbour(`${name}.eta`));
  }

  list(messages: readonly LocalMessage[]): string {
    return this.eta.render('@local-mailbox-list', { messages: messages.map(withReadableTime) });
  }

  message(message: LocalMessageContent): string {
    return this.eta.render('@local-mailbox-message', withReadableTime(message));
  }

  gallery(shown: { readonly kinds: readonly string[]; readonly languages: readonly string[] }): string {
    return this.eta.render('@mail-gallery', shown);
  }

  /** The HTML part alone, to be framed: its links open outside the frame. */
  frame(html: string): string {
    return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
  }
}

function withReadableTime<T extends LocalMessage>(message: T): T & { readonly time: string } {
  return { ...message, time: message.at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC') };
}

function readNeighbour(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
