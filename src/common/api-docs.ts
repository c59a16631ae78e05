import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiParam } from '@nestjs/swagger';
import type { ErrorCode } from './domain-error.js';
import { ID_PREFIXES, type IdKind } from './ids.js';

/** Where a handler says its codes; the document that is served has a response for each instead. */
export const ERROR_CODES_EXTENSION = 'x-error-codes';

/** Documents the errors of a route beyond those that its key, method, body and parameters bring by themselves. */
export function ApiErrors(...codes: ErrorCode[]): MethodDecorator {
  return ApiExtension(ERROR_CODES_EXTENSION, [...new Set(codes)]);
}

/** A POST that takes an `Idempotency-Key`, with its errors. */
export function ApiIdempotent(...codes: ErrorCode[]): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: codes.includes('idempotency_key_required'),
      description:
        'Makes the call safe to repeat for 30 days: the same key and body get the first answer again. A UUID will do.',
      // No example: Swagger UI would send it with every call, and the second one would be refused.
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    ApiErrors('validation_failed', 'idempotency_in_progress', 'idempotency_key_reused', ...codes),
  );
}

/** `:id` in the path. */
export function ApiPublicId(kind: IdKind): MethodDecorator {
  return ApiParam({
    name: 'id',
    description: `The id, as it was answered: \`${ID_PREFIXES[kind]}_\` and 26 characters.`,
    schema: { type: 'string', pattern: `^${ID_PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{26}$` },
  });
}
