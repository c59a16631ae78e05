import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** The `Idempotency-Key` under which a request works. Whoever takes it over has a higher fence. */
export interface HeldKey {
  readonly accountId: string;
  readonly mode: string;
  readonly route: string;
  readonly key: string;
  readonly fence: number;
}

/** A request that knows under which id it stores what it creates. */
export type ResourceRequest = Request & { resourceId?: string; heldKey?: HeldKey };

/** The id under which this request stores what it creates: the same over all retries with one `Idempotency-Key`. */
export const ResourceId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { resourceId } = context.switchToHttp().getRequest<ResourceRequest>();
  if (resourceId === undefined) throw new Error('The idempotency interceptor has not run');
  return resourceId;
});

/** The key that this request holds, for what must not be written any more once another try has taken it over. */
export const CurrentHeldKey = createParamDecorator((_: unknown, context: ExecutionContext): HeldKey | undefined => {
  return context.switchToHttp().getRequest<ResourceRequest>().heldKey;
});
