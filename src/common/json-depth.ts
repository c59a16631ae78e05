import type { NextFunction, Request, Response } from 'express';
import { DomainError } from './domain-error.js';

/** Far deeper than any request of ours, far less than what exhausts the stack of whoever walks through it recursively. */
const MAX_LEVELS = 32;

/** Refuses a JSON body that is nested too deeply, before anything walks through it. */
export function refuseDeepJson(request: Request, _: Response, next: NextFunction): void {
  next(
    isDeeperThan(MAX_LEVELS, request.body)
      ? new DomainError('validation_failed', `The body is nested more than ${MAX_LEVELS} levels deep.`)
      : undefined,
  );
}

function isDeeperThan(levels: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item as Record<string, unknown>) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
