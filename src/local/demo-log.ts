import { AppLogger, type LogFacts } from '../common/app-logger.js';
import { Happenings } from './demo-happenings.js';

export interface LogLine {
  readonly message: string;
  readonly facts: LogFacts;
}

/** The application's own log, which the demo reads instead of printing: it says what happens inside. */
export class DemoLog extends AppLogger {
  readonly lines: Happenings<LogLine>;
  /** What went wrong, also where the application coped with it. */
  readonly complaints: string[] = [];

  constructor(timeoutMs: number) {
    super();
    this.lines = new Happenings(timeoutMs);
  }

  override debug(): void {}

  override log(): void {}

  override info(facts: LogFacts | string, message = ''): void {
    if (typeof facts === 'object') this.lines.add({ message, facts });
  }

  override warn(facts: unknown, message?: string): void {
    this.complaints.push(describe(facts, message));
  }

  override error(facts: unknown, message?: string): void {
    this.complaints.push(describe(facts, message));
  }
}

function describe(facts: unknown, message: string | undefined): string {
  const { err } = (typeof facts === 'object' && facts !== null ? facts : {}) as { err?: unknown };
  if (err instanceof Error) return `${message ?? 'error'}: ${err.message}`;
  return typeof facts === 'string' ? facts : `${message ?? 'warning'} ${JSON.stringify(facts)}`;
}
