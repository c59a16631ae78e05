import { Readable } from 'node:stream';
import type { IsStillWanted } from '../notification-channel.js';

/**
 * Lets a message through to its last byte, and its end only if it is still wanted then. A server takes a message at the
 * dot that ends DATA: one that breaks off before that has not been sent, however long the server took to come so far.
 */
export class LastLook {
  saidNo = false;

  constructor(private readonly isStillWanted: IsStillWanted) {}

  /** Begins when it is read. A transform stream would not do: a whole mail fits its buffer, and it looks at once. */
  at(message: Readable): Readable {
    return Readable.from(this.upToTheEnd(message), { objectMode: false });
  }

  private async *upToTheEnd(message: Readable): AsyncGenerator<Buffer> {
    yield* message as AsyncIterable<Buffer>;
    this.saidNo = !(await this.isStillWanted());
    if (this.saidNo) throw new Error('The message is no longer wanted');
  }
}
