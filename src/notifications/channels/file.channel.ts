import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import {
  NotificationChannel,
  type IsStillWanted,
  type OutgoingMessage,
  type SendAttempt,
} from '../notification-channel.js';
import { isBareAddress, NOT_AN_ADDRESS } from './bare-address.js';

/**
 * Puts each message as `<id>.json` into a folder, from which a program of the operator's own sends it: for companies
 * whose mail, or text messages, must leave through a system of theirs. A file is there whole or not at all, and a
 * message that is handed over twice is one file.
 */
@Injectable()
export class FileChannel extends NotificationChannel {
  /** `dir` is made if it does not exist. */
  constructor(private readonly dir: string) {
    super();
  }

  async send(message: OutgoingMessage, isStillWanted: IsStillWanted): Promise<SendAttempt> {
    if (!isBareAddress(message.to)) return NOT_AN_ADDRESS;
    const unfinished = join(this.dir, `.${message.id}.tmp`);
    try {
      await mkdir(this.dir, { recursive: true });
      // Flushed, file and name: once it counts as sent nobody sends it again, so it must outlive a power cut.
      await writeFile(unfinished, fileOf(message), { mode: 0o600, flush: true });
      if (!(await isStillWanted())) return { kind: 'unwanted' };
      await rename(unfinished, join(this.dir, `${message.id}.json`));
      await flushFolder(this.dir);
      return { kind: 'sent' };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { kind: 'trouble', reason: `The file could not be written (${code ?? 'unknown'}).` };
    } finally {
      // It holds a link that can be paid; renamed, it is not there any more.
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

function fileOf({ images, ...message }: OutgoingMessage): string {
  const encoded = images.map(({ contentId, png }) => ({ contentId, png: png.toString('base64') }));
  return `${JSON.stringify({ ...message, images: encoded }, null, 2)}\n`;
}
