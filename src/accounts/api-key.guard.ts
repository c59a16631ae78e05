import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { DomainError } from '../common/domain-error.js';
import { AddressLimiter } from './address-limiter.js';
import { PUBLIC_METADATA, SCOPE_METADATA, type PublicRoute } from './api-key.decorators.js';
import type { CallerRequest } from './caller.js';
import { spendBudget } from './rate-limits.js';
import type { Scope } from './scopes.js';

/** Every route needs a key unless it says `@NoKey()`, and a route that names no scope is closed: forgetting fails closed. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly addresses: AddressLimiter,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const publicRoute = this.reflector.getAllAndOverride<PublicRoute | undefined>(PUBLIC_METADATA, targets);
    if (publicRoute) return !publicRoute.isLimited || this.takeFromAddress(context);
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE_METADATA, targets);
    if (scope === undefined) throw new DomainError('forbidden', 'This route is closed.');
    const { caller } = request;
    if (!caller) {
      // Only what fails is counted: a right key must not suffer from who else is behind the same proxy.
      this.takeFromAddress(context);
      throw new DomainError('unauthenticated', 'Send a valid API key as "Authorization: Bearer dln_…".');
    }
    if (!caller.scopes.includes(scope)) {
      throw new DomainError('forbidden', `This key lacks the scope ${scope}; use one that has it.`);
    }
    return true;
  }

  private takeFromAddress(context: ExecutionContext): true {
    const http = context.switchToHttp();
    const budget = this.addresses.take(http.getRequest<Request>().ip ?? '');
    const refusal = () => 'Too many requests without a valid key from this address. Wait.';
    spendBudget(http.getResponse<Response>(), budget, refusal);
    return true;
  }
}
