import type { Request } from 'express';

/** The texts of a submitted form by their names; what was not sent is empty. */
export function formFields(request: Request): (name: string) => string {
  const fields = (request.body ?? {}) as Record<string, unknown>;
  return (name) => (typeof fields[name] === 'string' ? fields[name] : '');
}
