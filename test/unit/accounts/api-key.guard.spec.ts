import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AddressLimiter } from '../../../src/accounts/address-limiter.js';
import { ApiKeyGuard } from '../../../src/accounts/api-key.guard.js';
import { RequiresScope } from '../../../src/accounts/api-key.decorators.js';
import { SCOPES } from '../../../src/accounts/scopes.js';
import { loadConfig } from '../../../src/config/app-config.js';
import { FakeClock } from '../../support/fake-clock.js';

class Routes {
  forgotten(): void {}

  @RequiresScope('payments:read')
  read(): void {}
}

const guard = new ApiKeyGuard(new Reflector(), new AddressLimiter(loadConfig({}, false), new FakeClock()));

/** A call by somebody who may do everything. */
function callOf(route: keyof Routes): ExecutionContext {
  const request = { caller: { scopes: SCOPES } };
  return {
    getHandler: () => Object.getOwnPropertyDescriptor(Routes.prototype, route)!.value as () => void,
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
}

describe('a route', () => {
  it('that says neither its scope nor that it needs no key is closed to everybody', () => {
    expect(() => guard.canActivate(callOf('forgotten'))).toThrow('This route is closed.');
  });

  it('that says its scope is open to who holds it', () => {
    expect(guard.canActivate(callOf('read'))).toBe(true);
  });
});
