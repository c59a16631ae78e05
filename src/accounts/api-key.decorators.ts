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

/** The route needs no key: payers, providers, probes. */
export function NoKey(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_METADATA, true);
}
