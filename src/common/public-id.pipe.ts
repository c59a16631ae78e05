import type { PipeTransform } from '@nestjs/common';
import { DomainError, wrongField } from './domain-error.js';
import { fromPublicId, ID_PREFIXES, type IdKind } from './ids.js';

/** `pay_…` in a path to the UUID behind it. What is no such id names nothing: 404, as for an id of somebody else. */
export class PublicIdPipe implements PipeTransform<string, string> {
  constructor(private readonly kind: IdKind) {}

  transform(value: string): string {
    const id = fromPublicId(this.kind, value);
    if (id === undefined) throw new DomainError('not_found', `There is no ${this.kind} with this id.`);
    return id;
  }
}

/** An id that a query or a body names, to the UUID behind it; none stays none. Throws `validation_failed` for what is no such id. */
export function idGiven(field: string, kind: IdKind, value: string): string;
export function idGiven(field: string, kind: IdKind, value: string | undefined): string | undefined;
export function idGiven(field: string, kind: IdKind, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const id = fromPublicId(kind, value);
  if (id !== undefined) return id;
  throw wrongField(field, 'unknown', `${field} must be the id of a ${kind}: ${ID_PREFIXES[kind]}_ and 26 characters`);
}
