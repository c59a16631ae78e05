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
import { ReturnSecretController } from './return-secret.controller.js';
import { ReturnSecrets } from './return-secrets.js';

@Global()
@Module({
  controllers: [AccountController, ApiKeysController, ReturnSecretController],
  providers: [
    AccountsService,
    AddressLimiter,
    ApiKeysService,
    AuthenticationService,
    RateLimits,
    ReturnSecrets,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
  ],
  exports: [AccountsService, AddressLimiter, ApiKeysService, AuthenticationService, RateLimits, ReturnSecrets],
})
export class AccountsModule {}
