import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Metrics } from './metrics.js';
import { routeOf } from './request-log.js';

/** Times every request by its route template. A path of its own would be one series for every link. */
export function requestMetrics({ requestSeconds }: Metrics): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const startedMs = performance.now();
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : 'aborted';
      const labels = { method: request.method, route: routeOf(request), status };
      requestSeconds.observe(labels, (performance.now() - startedMs) / 1000);
    });
    next();
  };
}
