import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IdempotentRequest } from './idempotency.interceptor.js';

/** The id under which this request stores what it creates: the same over all retries with one `Idempotency-Key`. */
export const ResourceId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { resourceId } = context.switchToHttp().getRequest<IdempotentRequest>();
  if (resourceId === undefined) throw new Error('The idempotency interceptor has not run');
  return resourceId;
});
