import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What a log line says besides its message. Never bodies, secrets, payer data or whole URLs. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** Structured log lines; also Nest's own logger. */
export abstract class AppLogger implements LoggerService {
  abstract debug(facts: LogFacts | string, message?: string): void;
  abstract info(facts: LogFacts | string, message?: string): void;
  abstract log(message: unknown, ...rest: unknown[]): void;
  abstract warn(facts: unknown, message?: string): void;
  abstract error(facts: unknown, message?: string): void;
}

export class PinoLogger extends AppLogger {
  private readonly pino: Logger;

  constructor(options: { readonly level: string; readonly format: 'json' | 'pretty' }) {
    super();
    this.pino = pino({
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      ...(options.format === 'pretty' && {
        transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' } },
      }),
    });
  }

  override debug(facts: LogFacts | string, message?: string): void {
    this.write('debug', facts, message);
  }

  override info(facts: LogFacts | string, message?: string): void {
    this.write('info', facts, message);
  }

  // Nest announces each route and module through this one; that is debugging for us.
  override log(message: unknown): void {
    this.pino.debug(String(message));
  }

  override warn(facts: unknown, message?: string): void {
    this.write('warn', facts, message);
  }

  override error(facts: unknown, message?: string): void {
    this.write('error', facts, message);
  }

  private write(level: 'debug' | 'info' | 'warn' | 'error', facts: unknown, message?: string): void {
    if (typeof facts === 'object' && facts !== null) this.pino[level](facts, message);
    else this.pino[level](String(facts));
  }
}

/** Name, message, code and stack. A database error's `detail`, `parameters` and `query` may hold payer data and stay out. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
  };
}
