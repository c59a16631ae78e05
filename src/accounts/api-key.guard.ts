import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { DomainError } from '../common/domain-error.js';
import { AddressLimiter } from './address-limiter.js';
import { PUBLIC_METADATA, SCOPE_METADATA, type PublicRoute } from './api-key.decorators.js';
import { AuthenticationService } from './authentication.service.js';
import { bearerOf } from './bearer.js';
import type { CallerRequest } from './caller.js';
import { rateLimitHeaders, type Budget } from './rate-limits.js';
import type { Scope } from './scopes.js';

/** Every route needs a key unless it says `@NoKey()`, and a route that names no scope is closed: forgetting fails closed. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: AuthenticationService,
    private readonly addresses: AddressLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const publicRoute = this.reflector.getAllAndOverride<PublicRoute | undefined>(PUBLIC_METADATA, targets);
    if (publicRoute) return !publicRoute.isLimited || this.takeFromAddress(request);
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE_METADATA, targets);
    if (scope === undefined) throw new DomainError('forbidden', 'This route is closed.');
    const key = bearerOf(request);
    const known = key === undefined ? undefined : await this.authentication.authenticate(key);
    if (!known) {
      // Only what fails is counted: a right key must not suffer from who else is behind the same proxy.
      this.takeFromAddress(request);
      throw new DomainError('unauthenticated', 'Send a valid API key as "Authorization: Bearer dln_…".');
    }
    request.caller = known.caller;
    takeFromBudget(known.budget, context.switchToHttp().getResponse<Response>());
    if (!known.caller.scopes.includes(scope)) {
      throw new DomainError('forbidden', `This key lacks the scope ${scope}; use one that has it.`);
    }
    return true;
  }

  private takeFromAddress(request: Request): true {
    if (this.addresses.take(request.ip ?? '')) return true;
    throw new DomainError('rate_limited', 'Too many requests without a valid key from this address. Wait.', {
      retryAfterSeconds: 1,
    });
  }
}

function takeFromBudget(budget: Budget | null, response: Response): void {
  if (!budget) return;
  response.set(rateLimitHeaders(budget));
  if (budget.isGranted) return;
  const { perSecond, burst } = budget.limit;
  throw new DomainError(
    'rate_limited',
    `This account may make ${perSecond} requests a second in ${budget.mode} mode, and ${burst} at once. Wait, then repeat.`,
    // At one a second or more, a second always brings the next.
    { retryAfterSeconds: 1 },
  );
}
