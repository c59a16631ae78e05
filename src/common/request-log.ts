import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AppLogger } from './app-logger.js';
import { requestIdOf } from './request-id.js';

/** One lean line a request: method, route template, status, milliseconds. No path, no query, no body: they hold tokens and payers. */
export function requestLog(logger: AppLogger): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const startedMs = performance.now();
    response.on('close', () => {
      const { caller } = request as { caller?: { accountId: string; keyId: string } };
      logger.info(
        {
          method: request.method,
          route: routeOf(request),
          status: response.statusCode,
          ms: Math.round(performance.now() - startedMs),
          requestId: requestIdOf(response),
          ...(caller && { account: caller.accountId, key: caller.keyId }),
          ...(!response.writableFinished && { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

/** The template of the route that took the request, never its path. */
export function routeOf(request: Request): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'unknown';
}
