import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Scope } from './scopes.js';

export const SCOPE_METADATA = 'dunlin:scope';
export const PUBLIC_METADATA = 'dunlin:public';

/** The route needs a key that holds this scope. */
export function RequiresScope(scope: Scope): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(SCOPE_METADATA, scope),
    ApiBearerAuth('apiKey'),
    ApiExtension('x-required-scope', scope),
  );
}

export interface PublicRoute {
  /** Whether one address may only ask so much of it. Not what providers and probes call: they are few, and ask in bursts. */
  readonly isLimited: boolean;
}

/** The route needs no key: payers, providers, probes. */
export function NoKey({ isLimited = true }: Partial<PublicRoute> = {}): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_METADATA, { isLimited } satisfies PublicRoute);
}
