import type { PipeTransform } from '@nestjs/common';
import { DomainError } from './domain-error.js';
import { fromPublicId, type IdKind } from './ids.js';

/** `pay_…` in a path to the UUID behind it. What is no such id names nothing: 404, as for an id of somebody else. */
export class PublicIdPipe implements PipeTransform<string, string> {
  constructor(private readonly kind: IdKind) {}

  transform(value: string): string {
    const id = fromPublicId(this.kind, value);
    if (id === undefined) throw new DomainError('not_found', `There is no ${this.kind} with this id.`);
    return id;
  }
}
