import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldError } from './domain-error.js';

/** Refuses wrong and unknown fields, all at once, and converts nothing: `"1000"` is not 1000. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const fields = errors.flatMap((error) => fieldsOf(error, ''));
      const names = [...new Set(fields.map((field) => field.path))].join(', ');
      return new DomainError('validation_failed', `Wrong: ${names}. See errors for each.`, { fields });
    },
  });
}

function fieldsOf(error: ValidationError, parent: string): FieldError[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({
    path,
    code: code === 'whitelistValidation' ? 'unknown_field' : snake(code),
    message: code === 'whitelistValidation' ? `${path} is not a field of this request` : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldsOf(child, path))];
}

function snake(code: string): string {
  return code
    .replace(/^is(?=[A-Z])/, '')
    .replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`)
    .toLowerCase();
}
