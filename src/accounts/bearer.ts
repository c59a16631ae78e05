import type { Request } from 'express';

/** `Bearer <key>`, or HTTP Basic with the key as user name and an empty password. */
export function bearerOf(request: Request): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic)\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, user] = /^([^:]*):$/.exec(Buffer.from(value, 'base64').toString('latin1')) ?? [];
  return user;
}
