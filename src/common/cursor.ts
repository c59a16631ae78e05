import { createHmac } from 'node:crypto';
import { equalBytes } from './crypto.js';
import { wrongField } from './domain-error.js';

/** Whose list a cursor goes on with: it opens no other. */
export interface ListScope {
  /** `GET /v1/payments`. */
  readonly route: string;
  readonly accountId: string;
  readonly mode: string;
  /** As they were asked for; one that was left out may be missing or undefined. */
  readonly filters: object;
}

/** What sorts the last row of a page, as texts. The next page begins behind it. */
export type ListPosition = readonly string[];

const MAC_BYTES = 16;

/** Cursors of lists: opaque to callers, and signed together with the list they belong to. */
export class Cursors {
  private readonly key: Buffer;

  constructor(pepper: string) {
    // A key of its own, so that no cursor can ever pass for something else that the pepper signs.
    this.key = createHmac('sha256', pepper).update('cursors of lists').digest();
  }

  make(scope: ListScope, position: ListPosition): string {
    const content = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.macOf(scope, content), content]).toString('base64url');
  }

  /** The position that a cursor of this very list holds. Throws `validation_failed` for any other. */
  open(scope: ListScope, cursor: string): ListPosition {
    const bytes = Buffer.from(cursor, 'base64url');
    const content = bytes.subarray(MAC_BYTES);
    // Base 64 has several texts for the same bytes; only ours is taken.
    const isOurs = bytes.toString('base64url') === cursor && content.length > 0;
    if (!isOurs || !equalBytes(bytes.subarray(0, MAC_BYTES), this.macOf(scope, content))) {
      throw wrongField('cursor', 'cursor', 'cursor must be the nextCursor of this list, asked with the same filters');
    }
    return JSON.parse(content.toString()) as string[];
  }

  private macOf({ route, accountId, mode, filters }: ListScope, content: Buffer): Buffer {
    const asked = Object.entries(filters).filter(([, value]) => value !== undefined);
    const scope = JSON.stringify([route, accountId, mode, asked.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    return createHmac('sha256', this.key).update(`${scope}\n`).update(content).digest().subarray(0, MAC_BYTES);
  }
}
