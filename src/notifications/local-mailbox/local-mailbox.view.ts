import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import type { LocalMessage, LocalMessageContent } from './local-mailbox.service.js';

/** The mailbox as HTML. Templates are read once, when the view is made. */
export class LocalMailboxView {
  readonly stylesheet = readNeighbour('local-mailbox.css');
  private readonly eta = new Eta({ autoEscape: true });

  constructor() {
    for (const name of ['list', 'message'])
      this.eta.loadTemplate(`@${name}`, readNeighbour(`local-mailbox-${name}.eta`));
  }

  list(messages: readonly LocalMessage[]): string {
    return this.eta.render('@list', { messages: messages.map(withReadableTime) });
  }

  message(message: LocalMessageContent): string {
    return this.eta.render('@message', withReadableTime(message));
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
