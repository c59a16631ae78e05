import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from './domain-error.js';
import { ID_PREFIXES, type IdKind } from './ids.js';
import { PROBLEM_KINDS } from './problem.js';
import { ProblemDto } from './problem.dto.js';

/** What every route with a key can answer. */
const ALWAYS: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'internal_error', 'unavailable'];

/** Documents the errors of a route, one response a status with the codes it may carry. */
export function ApiErrors(...codes: ErrorCode[]): MethodDecorator {
  const all = [...new Set([...codes, ...ALWAYS])];
  const responses = [...new Set(all.map((code) => PROBLEM_KINDS[code].status))].map((status) => {
    const ofStatus = all.filter((code) => PROBLEM_KINDS[code].status === status);
    return ApiResponse({
      status,
      description: ofStatus.map((code) => `\`${code}\`: ${PROBLEM_KINDS[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
    });
  });
  return applyDecorators(...responses);
}

/** A POST that takes an `Idempotency-Key`, with its errors. */
export function ApiIdempotent(...codes: ErrorCode[]): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
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
  return ApiParam({ name: 'id', schema: { type: 'string', pattern: `^${ID_PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{26}$` } });
}
