import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountsService } from './accounts.service.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeysService } from './api-keys.service.js';

@Global()
@Module({
  providers: [AccountsService, ApiKeysService, { provide: APP_GUARD, useClass: ApiKeyGuard }],
  exports: [AccountsService, ApiKeysService],
})
export class AccountsModule {}
