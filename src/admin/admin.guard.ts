import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { AddressLimiter } from '../accounts/address-limiter.js';
import { bearerOf } from '../accounts/bearer.js';
import type { CallerRequest } from '../accounts/caller.js';
import { DEFAULT_ACCOUNT_ID } from '../accounts/installation.js';
import { spendBudget } from '../accounts/rate-limits.js';
import { equalBytes, sha256 } from '../common/crypto.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';

/** Lets the operator through. Without `ADMIN_KEY` there is nothing to find here. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly config: AppConfig,
    private readonly addresses: AddressLimiter,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { adminKey } = this.config;
    if (adminKey === null) throw new DomainError('not_found', 'There is nothing at this address; see /docs.');
    const request = context.switchToHttp().getRequest<CallerRequest>();
    // Digests have one length, so that not even the key's own shows in the time.
    if (!equalBytes(sha256(bearerOf(request) ?? ''), sha256(adminKey))) {
      const response = context.switchToHttp().getResponse<Response>();
      spendBudget(
        response,
        this.addresses.take(request.ip ?? ''),
        () => 'Too many wrong keys from this address. Wait.',
      );
      throw new DomainError('unauthenticated', 'Send the installation\'s ADMIN_KEY as "Authorization: Bearer …".');
    }
    // The operator has no account; this one is in every installation.
    request.keysKeptFor = { accountId: DEFAULT_ACCOUNT_ID, mode: 'sandbox' };
    return true;
  }
}
