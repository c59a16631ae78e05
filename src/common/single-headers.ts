import type { NextFunction, Request, Response } from 'express';
import { DomainError } from './domain-error.js';

const SINGLE = ['authorization', 'content-type', 'idempotency-key'];

/**
 * Refuses a request that carries one of these headers twice. Node would take the first, or join them; a proxy before us may
 * have looked at the other one.
 */
export function refuseRepeatedHeaders(request: Request, _: Response, next: NextFunction): void {
  const repeated = SINGLE.find((name) => (request.headersDistinct[name]?.length ?? 0) > 1);
  next(
    repeated === undefined
      ? undefined
      : new DomainError(
          'validation_failed',
          `Send the header ${repeated} once: which of them counts is anybody's guess.`,
        ),
  );
}
