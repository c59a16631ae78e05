import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { emptyState, parseState, type SimulatorState } from './simulator.state.js';

/** The state in memory and, if a file is given, on disk: `touch()` after a change, `await save()` before an answer. */
export class StateStore {
  private dirty = false;
  private writing: Promise<void> | undefined;

  private constructor(
    readonly state: SimulatorState,
    private readonly dataFile: string | undefined,
  ) {}

  /** Throws if the file exists but cannot be read as our state: an empty ledger in its place would hide charges. */
  static async open(dataFile?: string): Promise<StateStore> {
    if (!dataFile) return new StateStore(emptyState(), undefined);
    await mkdir(dirname(dataFile), { recursive: true });
    return new StateStore(await load(dataFile), dataFile);
  }

  touch(): void {
    this.dirty = true;
  }

  /** Resolves when everything touched before the call is in the file. Callers that arrive together share one write. */
  async save(): Promise<void> {
    // A write under way took its copy earlier and may lack our change, so it is waited for and another one follows.
    while (this.writing) await this.writing;
    if (!this.dirty || !this.dataFile) return;
    this.dirty = false;
    this.writing = this.write(this.dataFile).finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  private async write(dataFile: string): Promise<void> {
    const draft = `${dataFile}.${process.pid}.tmp`;
    try {
      await writeFile(draft, JSON.stringify(this.state), { mode: 0o600 });
      await rename(draft, dataFile);
    } catch (error) {
      this.dirty = true;
      throw error;
    }
  }
}

async function load(dataFile: string): Promise<SimulatorState> {
  let text: string;
  try {
    text = await readFile(dataFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyState();
    throw error;
  }
  try {
    return parseState(text);
  } catch (error) {
    throw new Error(`The simulator's data file ${dataFile} is not JSON; move it away to start afresh`, {
      cause: error,
    });
  }
}
