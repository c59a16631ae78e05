import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Mode } from '../gateways/payment-gateway.js';
import type { Scope } from './scopes.js';

/** Who asks, as the key tells. Everything the request touches belongs to this account and mode. */
export interface Caller {
  readonly accountId: string;
  readonly mode: Mode;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

export type CallerRequest = Request & {
  caller?: Caller;
  /** For calls without an API key that repeat safely all the same: whose their idempotency keys are. */
  keysKeptFor?: Pick<Caller, 'accountId' | 'mode'>;
};

/** The authenticated caller; only on routes that need a key. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Error('This route takes no key and has no caller');
  return caller;
});
