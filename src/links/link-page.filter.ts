import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppLogger } from '../common/app-logger.js';
import { PROBLEM_KINDS, toDomainError } from '../common/problem.js';
import { requestIdOf } from '../common/request-id.js';
import { isDatabaseUnavailable } from '../database/database-error.js';
import { LinkPageView } from './link-page.view.js';
import { localeFor } from './views/catalogue.js';

const RETRY_AFTER_SECONDS = 5;

/** A payer is no program: what goes wrong here is told on a page, too. */
@Catch()
export class LinkPageFilter implements ExceptionFilter {
  constructor(
    private readonly view: LinkPageView,
    private readonly logger: AppLogger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = toDomainError(thrown, isDatabaseUnavailable);
    const { status } = PROBLEM_KINDS[error.code];
    if (status >= 500) this.logger.error({ requestId: requestIdOf(response), err: thrown }, 'page failed');
    // A stream of events that has begun can only end.
    if (response.headersSent) return void response.destroy();
    response
      .status(status === 503 || status === 429 ? status : 500)
      .set({
        'Cache-Control': 'no-store',
        'X-Robots-Tag': 'noindex, nofollow',
        'Retry-After': String(error.retryAfterSeconds ?? RETRY_AFTER_SECONDS),
      })
      .type('text/html; charset=utf-8')
      .send(this.view.render({ page: 'away', locale: localeFor(request.acceptsLanguages(), 'en') }));
  }
}
