import type { NextFunction, RequestHandler, Response } from 'express';
import type { AddressLimiter } from './address-limiter.js';
import type { AuthenticationService } from './authentication.service.js';
import { bearerOf } from './bearer.js';
import type { CallerRequest } from './caller.js';
import { spendBudget, tellBudget, type Budget } from './rate-limits.js';

/** Tells on every answer what is left to the address; whoever turns out to have a key is told of the account's instead. */
export function tellAddressLimit(addresses: AddressLimiter): RequestHandler {
  return (request, response, next) => {
    tellBudget(response, addresses.look(request.ip ?? ''));
    next();
  };
}

/**
 * Finds out who calls, and takes the request from the account's budget. It stands before the body is read and before there
 * is a route, so that what is refused there costs the account, and tells it so, like everything else. Whether the route
 * wants a key at all, and with which scope, is for the guard to say.
 */
export function authenticate(authentication: AuthenticationService): RequestHandler {
  return async (request: CallerRequest, response: Response, next: NextFunction) => {
    const key = bearerOf(request);
    const known = key === undefined ? undefined : await authentication.authenticate(key);
    if (known) {
      request.caller = known.caller;
      spendBudget(response, known.budget, refusalOf);
    }
    next();
  };
}

function refusalOf({ policy, limit: { perSecond, burst } }: Budget): string {
  return `This account may make ${perSecond} requests a second in ${policy} mode, and ${burst} at once. Wait, then repeat.`;
}
