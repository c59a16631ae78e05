import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { DomainError } from '../common/domain-error.js';
import { PUBLIC_METADATA, SCOPE_METADATA } from './api-key.decorators.js';
import { ApiKeysService } from './api-keys.service.js';
import type { CallerRequest } from './caller.js';
import type { Scope } from './scopes.js';

/** Every route needs a key unless it says `@NoKey()`, and a route that names no scope is closed: forgetting fails closed. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeysService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_METADATA, targets)) return true;
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE_METADATA, targets);
    if (scope === undefined) throw new DomainError('forbidden', 'This route is closed.');
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const key = keyOf(request);
    const caller = key === undefined ? undefined : await this.apiKeys.authenticate(key);
    if (!caller) {
      throw new DomainError('unauthenticated', 'Send a valid API key as "Authorization: Bearer dln_…".');
    }
    if (!caller.scopes.includes(scope)) {
      throw new DomainError('forbidden', `This key lacks the scope ${scope}; use one that has it.`);
    }
    request.caller = caller;
    return true;
  }
}

/** `Bearer <key>`, or HTTP Basic with the key as user name and an empty password. */
function keyOf(request: Request): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic)\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, user] = /^([^:]*):$/.exec(Buffer.from(value, 'base64').toString('latin1')) ?? [];
  return user;
}
