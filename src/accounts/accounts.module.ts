import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountController } from './account.controller.js';
import { AccountsService } from './accounts.service.js';
import { AddressLimiter } from './address-limiter.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuthenticationService } from './authentication.service.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({
  controllers: [AccountController, ApiKeysController],
  providers: [
    AccountsService,
    AddressLimiter,
    ApiKeysService,
    AuthenticationService,
    RateLimits,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
  ],
  exports: [AccountsService, AddressLimiter, ApiKeysService, RateLimits],
})
export class AccountsModule {}
