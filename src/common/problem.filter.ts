import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { allowedMethods } from './allowed-methods.js';
import type { Request, Response } from 'express';
import { AppLogger } from './app-logger.js';
import { DomainError } from './domain-error.js';
import { PROBLEM_TYPE, problemOf, toDomainError } from './problem.js';
import { requestIdOf } from './request-id.js';

/** The only place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly options: { readonly publicUrl: string; readonly isUnavailable: (error: unknown) => boolean },
    private readonly logger: AppLogger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const error = this.refusedMethod(thrown, host) ?? toDomainError(thrown, this.options.isUnavailable);
    const requestId = requestIdOf(response);
    if (!(thrown instanceof DomainError) && (error.code === 'internal_error' || error.code === 'unavailable')) {
      this.logger.error({ requestId, err: thrown }, 'request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    writeProblem(response, error, this.options.publicUrl);
  }

  /** The router says 404 to a known address with another method too. */
  private refusedMethod(thrown: unknown, host: ArgumentsHost): DomainError | undefined {
    const request = host.switchToHttp().getRequest<Request>();
    if (!(thrown instanceof NotFoundException) || request.route !== undefined) return undefined;
    const methods = allowedMethods(request);
    if (methods.length === 0) return undefined;
    host.switchToHttp().getResponse<Response>().setHeader('Allow', methods.join(', '));
    return new DomainError('method_not_allowed', `This address takes ${methods.join(', ')}.`);
  }
}

export function writeProblem(response: Response, error: DomainError, publicUrl: string): void {
  const problem = problemOf(error, { publicUrl, requestId: requestIdOf(response) });
  if (error.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
  if (error.code === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer realm="dunlin"');
  response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}
