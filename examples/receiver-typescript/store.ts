import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** Files in place of your database. There, an id is a row under a unique index. */
export class Store {
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
    for (const folder of ['events', 'payments', 'ledger']) mkdirSync(join(dir, folder), { recursive: true });
  }

  /** Keeps an event under its id, once: answers false if it is known. On disk when this resolves. */
  async keepOnce(folder: 'events' | 'ledger', id: string, content: string | Buffer): Promise<boolean> {
    const draft = await this.draft(content);
    try {
      // Takes the name or fails, and the file has all of its content from the first moment on.
      await link(draft, this.path(folder, id));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await unlink(draft);
    }
  }

  async write(folder: 'events' | 'payments', id: string, content: string): Promise<void> {
    await rename(await this.draft(content), this.path(folder, id));
  }

  read(folder: 'events' | 'payments' | 'ledger', id: string): string | undefined {
    const path = this.path(folder, id);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** Events that came and were not worked on to the end, oldest first. */
  unfinished(): string[] {
    const names = readdirSync(join(this.dir, 'events'));
    const done = new Set(names.filter((name) => name.endsWith('.done')));
    return names.filter((name) => !name.endsWith('.done') && !done.has(`${name}.done`)).toSorted();
  }

  private path(folder: string, id: string): string {
    return join(this.dir, folder, id);
  }

  private async draft(content: string | Buffer): Promise<string> {
    const path = join(this.dir, `${randomUUID()}.draft`);
    const file = await open(path, 'wx');
    await file.writeFile(content);
    await file.sync();
    await file.close();
    return path;
  }
}
