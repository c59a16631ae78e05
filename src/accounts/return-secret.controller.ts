import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiErrors, ApiIdempotent } from '../common/api-docs.js';
import { AccountsService } from './accounts.service.js';
import { RequiresScope } from './api-key.decorators.js';
import { CurrentCaller, type Caller } from './caller.js';
import { ReturnSecretDto } from './dto/return-secret.dto.js';
import { ReturnSecrets } from './return-secrets.js';

@ApiTags('Account')
@Controller('v1/account/return-secret')
export class ReturnSecretController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly secrets: ReturnSecrets,
  ) {}

  /**
   * Read the secret that signs the way back
   * @remarks Payers are led to a payment's `returnUrl` with `paymentId`, `reference`, `status`, `timestamp` and
   * `signature`: hex HMAC-SHA256 under this secret over `paymentId|reference|status|timestamp`. One for each mode.
   */
  @Get()
  @RequiresScope('settings:write')
  @ApiErrors()
  get(@CurrentCaller() caller: Caller): Promise<ReturnSecretDto> {
    return this.describe(caller);
  }

  /**
   * Rotate the secret that signs the way back
   * @remarks At once, for this key's mode: payers who are on their way meanwhile arrive with a signature under the former secret.
   */
  @Post('rotate')
  @HttpCode(200)
  @RequiresScope('settings:write')
  @ApiIdempotent()
  async rotate(@CurrentCaller() caller: Caller): Promise<ReturnSecretDto> {
    await this.secrets.rotate(caller.accountId, caller.mode);
    return this.describe(caller);
  }

  private async describe({ accountId, mode }: Caller): Promise<ReturnSecretDto> {
    const secret = this.secrets.of(await this.accounts.get(accountId), mode);
    return { object: 'return_secret', mode, secret };
  }
}
