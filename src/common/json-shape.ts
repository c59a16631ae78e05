import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { DomainError } from './domain-error.js';

/** Far deeper than any request of ours, far less than what exhausts the stack of whoever walks through it recursively. */
const MAX_LEVELS = 32;

/** Refuses a JSON body that is nested too deeply, or has too much side by side, before anything walks through it. */
export function refuseVastJson({ mostEntries }: { readonly mostEntries: number }): RequestHandler {
  return (request: Request, _: Response, next: NextFunction) => {
    const fault = faultOf(request.body, mostEntries);
    next(fault === undefined ? undefined : new DomainError('validation_failed', fault));
  };
}

function faultOf(body: unknown, mostEntries: number): string | undefined {
  let level = [body];
  for (let depth = 0; depth <= MAX_LEVELS; depth += 1) {
    const entries = level.filter(isContainer).map((item): unknown[] => Object.values(item));
    if (entries.some(({ length }) => length > mostEntries)) {
      return `The body has more than ${mostEntries} entries in one list or object.`;
    }
    level = entries.flat();
    if (level.length === 0) return undefined;
  }
  return `The body is nested more than ${MAX_LEVELS} levels deep.`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
