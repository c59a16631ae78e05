import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** A request that knows under which id it stores what it creates. */
export type ResourceRequest = Request & { resourceId?: string };

/** The id under which this request stores what it creates: the same over all retries with one `Idempotency-Key`. */
export const ResourceId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { resourceId } = context.switchToHttp().getRequest<ResourceRequest>();
  if (resourceId === undefined) throw new Error('The idempotency interceptor has not run');
  return resourceId;
});
