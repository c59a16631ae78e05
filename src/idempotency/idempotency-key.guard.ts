import { applyDecorators, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { DomainError } from '../common/domain-error.js';

/** Where money moves, a request that is repeated by accident must be known as the same: without a key there is no telling. */
@Injectable()
export class IdempotencyKeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.get('Idempotency-Key') !== undefined) return true;
    throw new DomainError(
      'idempotency_key_required',
      'This call moves money: send an Idempotency-Key, and the same one when you repeat it.',
    );
  }
}

export function RequiresIdempotencyKey(): MethodDecorator {
  return applyDecorators(UseGuards(IdempotencyKeyGuard));
}
