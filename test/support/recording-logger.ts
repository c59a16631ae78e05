import { AppLogger } from '../../src/common/app-logger.js';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly facts: unknown;
  readonly message: string | undefined;
}

/** Keeps what would be logged. */
export class RecordingLogger extends AppLogger {
  readonly lines: LogLine[] = [];

  override debug(facts: unknown, message?: string): void {
    this.lines.push({ level: 'debug', facts, message });
  }

  override info(facts: unknown, message?: string): void {
    this.lines.push({ level: 'info', facts, message });
  }

  override log(message: unknown): void {
    this.debug(message);
  }

  override warn(facts: unknown, message?: string): void {
    this.lines.push({ level: 'warn', facts, message });
  }

  override error(facts: unknown, message?: string): void {
    this.lines.push({ level: 'error', facts, message });
  }
}
