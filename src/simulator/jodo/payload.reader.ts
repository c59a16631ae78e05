import 'reflect-metadata';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { invalidPayload, type PayloadFault } from './jodo.answer.js';

/** Reads a body as the class declares it, unknown members left out. Throws a `ProviderRefusal` that names what is wrong. */
export function readPayload<T extends object>(shape: ClassConstructor<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidPayload([{ key: 'body', message: 'value is not a valid dict' }]);
  }
  const payload = plainToInstance(shape, body);
  const errors = validateSync(payload, { whitelist: true, stopAtFirstError: true });
  if (errors.length > 0) throw invalidPayload(errors.flatMap((error) => describe(error, '')));
  return payload;
}

function describe(error: ValidationError, parent: string): PayloadFault[] {
  const key = `${parent}${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ key, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => describe(child, `${key}.`))];
}
