import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretBox } from '../common/secret-box.js';
import type { AppConfig } from './app-config.js';
import { ConfigError } from './environment.js';

/** The installation's own secrets, from the environment or generated once into DATA_DIR. */
export class Secrets {
  private constructor(
    readonly box: SecretBox,
    readonly keyPepper: string,
    /** Whether either of them came from a file that we made: fine for a sandbox, never for live keys. */
    readonly areGenerated: boolean,
  ) {}

  static load(config: AppConfig): Secrets {
    const ring =
      config.secretKeys ?? generated(config.dataDir, 'secret-keys', () => `k1:${randomBytes(32).toString('base64')}`);
    const pepper =
      config.keyPepper ?? generated(config.dataDir, 'key-pepper', () => randomBytes(32).toString('base64url'));
    if (Buffer.byteLength(pepper) < 16) throw new ConfigError('KEY_PEPPER', 'must have at least 16 characters');
    return new Secrets(openRing(ring), pepper, config.secretKeys === null || config.keyPepper === null);
  }
}

/** The file's text; made on first use, readable by its owner only. Two processes that start together read the same one. */
export function generated(dataDir: string, name: string, make: () => string): string {
  const path = join(dataDir, name);
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = readFileSync(path, 'utf8').trim();
  if (text === '') throw new Error(`${path} is empty; delete it if nothing was encrypted with it yet, else restore it`);
  return text;
}

function openRing(ring: string): SecretBox {
  try {
    return new SecretBox(ring);
  } catch (error) {
    throw new ConfigError('SECRET_KEYS', (error as Error).message);
  }
}
