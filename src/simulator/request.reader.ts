import 'reflect-metadata';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';

/** Messages by field, the fields in PascalCase: `{ Reference: ['The Reference field is required.'] }`. */
export type FieldErrors = Record<string, string[]>;

export class InvalidRequest extends Error {
  constructor(readonly errors: FieldErrors) {
    super('The request is not valid');
  }
}

// What is inside these belongs to the sender and is carried as it stands.
const VERBATIM = new Set(['metadata', 'body']);

/** Reads a body as the class declares it. Throws `InvalidRequest` for unknown members and wrong ones. */
export function readRequest<T extends object>(shape: ClassConstructor<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequest({ '': ['A non-empty request body is required.'] });
  }
  const request = plainToInstance(shape, withCamelCaseNames(body));
  const errors = validateSync(request, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (errors.length > 0) throw new InvalidRequest(Object.fromEntries(errors.flatMap((error) => describe(error, ''))));
  return request;
}

/** Dojo's own example writes `AutoExpireAction`, its schema `autoExpireAction`: the binder takes both. */
function withCamelCaseNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCamelCaseNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      const camelCase = name.charAt(0).toLowerCase() + name.slice(1);
      return [camelCase, VERBATIM.has(camelCase) ? member : withCamelCaseNames(member)];
    }),
  );
}

function describe(error: ValidationError, parent: string): [string, string[]][] {
  const path = `${parent}${error.property.charAt(0).toUpperCase()}${error.property.slice(1)}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'isDefined' ? `The ${path} field is required.` : `The field ${path} is invalid: ${message}.`,
  );
  const inner = (error.children ?? []).flatMap((child) => describe(child, `${path}.`));
  return own.length > 0 ? [[path, own], ...inner] : inner;
}
