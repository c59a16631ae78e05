import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

export interface LocalMessage {
  readonly id: string;
  /** Everybody it was delivered to, also those the headers do not name. */
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  /** RFC 3339, when the local server took it. */
  readonly at: string;
  /** Every web address in it, in order of appearance. */
  readonly links: readonly string[];
}

export interface LocalMessageContent extends LocalMessage {
  /** With images that came along as attachments put in place. */
  readonly html: string | null;
  readonly text: string | null;
}

const ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f-]{36}$/;
const NEWEST_SHOWN = 200;

/** The messages a `LocalSmtp` has put into a folder. */
export class LocalMailboxService {
  constructor(private readonly dir: string) {}

  /** The 200 newest, newest first. */
  async list(): Promise<LocalMessage[]> {
    const ids = (await this.ids()).slice(0, NEWEST_SHOWN);
    const messages = await Promise.all(ids.map((id) => this.read(id)));
    return messages
      .filter((message) => message !== undefined)
      .map(({ html: _html, text: _text, ...message }) => message);
  }

  async read(id: string): Promise<LocalMessageContent | undefined> {
    const raw = await this.readRaw(id);
    return raw && contentOf(id, await PostalMime.parse(raw));
  }

  /** The message as it came; `undefined` for an id that is not one or not there. */
  async readRaw(id: string): Promise<Buffer | undefined> {
    // The id comes from a URL and goes into a path.
    if (!ID.test(id)) return undefined;
    return orUndefinedWhenMissing(readFile(join(this.dir, `${id}.eml`)));
  }

  private async ids(): Promise<string[]> {
    const names = (await orUndefinedWhenMissing(readdir(this.dir))) ?? [];
    return names
      .map((name) => name.replace(/\.eml$/, ''))
      .filter((id) => ID.test(id))
      .sort()
      .reverse();
  }
}

function contentOf(id: string, email: Email): LocalMessageContent {
  const text = email.text ?? null;
  const html = email.html === undefined ? null : withAttachedImages(email.html, email.attachments);
  return {
    id,
    to: email.headers.filter(({ key }) => key === 'delivered-to').map(({ value }) => value),
    from: email.from?.address ?? '',
    subject: email.subject ?? '',
    at: id.replace(ID, '$1-$2-$3T$4:$5:$6.$7Z'),
    links: linksIn(text ?? email.html?.replaceAll('&amp;', '&') ?? ''),
    html,
    text,
  };
}

function linksIn(text: string): string[] {
  return [...new Set(text.match(/https?:\/\/[^\s"'<>]+/g) ?? [])];
}

function withAttachedImages(html: string, attachments: Email['attachments']): string {
  return attachments.reduce((result, { contentId, mimeType, content }) => {
    if (!contentId || typeof content === 'string' || !/^image\/[\w.+-]+$/.test(mimeType)) return result;
    const data = Buffer.from(new Uint8Array(content)).toString('base64');
    return result.replaceAll(`cid:${contentId.replace(/^<|>$/g, '')}`, `data:${mimeType};base64,${data}`);
  }, html);
}

async function orUndefinedWhenMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
