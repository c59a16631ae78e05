import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { CallerRequest } from '../accounts/caller.js';
import { AppLogger } from '../common/app-logger.js';
import { canonicalJson } from '../common/canonical-json.js';
import { DomainError } from '../common/domain-error.js';
import { newId } from '../common/ids.js';
import { PROBLEM_KINDS, PROBLEM_TYPE, problemOf, toDomainError } from '../common/problem.js';
import { requestIdOf } from '../common/request-id.js';
import type { ResourceRequest } from '../common/resource-id.decorator.js';
import { AppConfig } from '../config/app-config.js';
import { isDatabaseUnavailable } from '../database/database-error.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyService, type KeyedRequest, type StoredAnswer } from './idempotency.service.js';

const JSON_TYPE = 'application/json; charset=utf-8';

export type IdempotentRequest = CallerRequest & ResourceRequest;

/**
 * `Idempotency-Key` on every POST that has a caller: the answer is stored before it is sent, and sent again byte for byte.
 * Gives each request, with or without a key, the id under which what it creates is stored (`@ResourceId()`).
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly config: AppConfig,
    private readonly logger: AppLogger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    request.resourceId = newId();
    if (request.method !== 'POST' || !ownerOf(request)) return next.handle();
    const key = keyOf(request);
    return key === undefined ? next.handle() : from(this.handle(context, next, key));
  }

  private async handle(context: ExecutionContext, next: CallHandler, key: string): Promise<unknown> {
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const claim = await this.idempotency.claim({
      caller: ownerOf(request)!,
      route: `${request.method} ${String((request as { route?: { path?: string } }).route?.path)}`,
      key,
      fingerprint: fingerprintOf(request),
    });
    if (claim.kind === 'replay') return send(response, claim.answer, true);
    request.resourceId = claim.row.resourceId;
    request.heldKey = claim.row;
    const answer = await this.idempotency.whileHeld(claim.row, () => this.work(claim.row, { response, next }));
    return send(response, await this.idempotency.answer(claim.row, answer), false);
  }

  private async work(
    row: IdempotencyKey,
    { response, next }: { response: Response; next: CallHandler },
  ): Promise<StoredAnswer> {
    try {
      const result: unknown = await lastValueFrom(next.handle());
      return { status: response.statusCode, type: JSON_TYPE, body: JSON.stringify(result) };
    } catch (thrown) {
      const error = toDomainError(thrown, isDatabaseUnavailable);
      if (error.code === 'validation_failed') await this.idempotency.forget(row);
      else if (isFinal(error)) return this.problemAnswer(error, response);
      // A failed release only means that the retry waits for the lease.
      else
        await this.idempotency
          .release(row)
          .catch((err: unknown) => this.logger.warn({ err }, 'idempotency key not released'));
      throw thrown;
    }
  }

  private problemAnswer(error: DomainError, response: Response): StoredAnswer {
    const problem = problemOf(error, { publicUrl: this.config.publicUrl, requestId: requestIdOf(response) });
    return { status: problem.status, type: PROBLEM_TYPE, body: JSON.stringify(problem) };
  }
}

/** "Try again" is no answer to keep: the caller would be told so for thirty days. */
function isFinal(error: DomainError): boolean {
  return PROBLEM_KINDS[error.code].status < 500 && error.retryAfterSeconds === undefined;
}

/** Quoted (as the IETF draft has it) or bare, 1–255 printable ASCII characters. */
function keyOf(request: IdempotentRequest): string | undefined {
  const header = request.get('Idempotency-Key');
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw new DomainError('validation_failed', 'Idempotency-Key must have 1 to 255 printable ASCII characters.', {
    fields: [{ path: 'Idempotency-Key', code: 'format', message: 'must have 1 to 255 printable ASCII characters' }],
  });
}

function ownerOf({ caller, keysKeptFor }: IdempotentRequest): KeyedRequest['caller'] | undefined {
  return caller ?? keysKeptFor;
}

function fingerprintOf(request: IdempotentRequest): Buffer {
  return createHash('sha256').update(request.originalUrl).update('\0').update(canonicalJson(request.body)).digest();
}

/** Sets status and type; Nest sends the text as it is. */
function send(response: Response, answer: StoredAnswer, isReplay: boolean): string {
  response.status(answer.status).setHeader('Content-Type', answer.type);
  if (isReplay) response.setHeader('Idempotency-Replayed', 'true');
  return answer.body;
}
