import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../common/api-docs.js';
import { AccountsService } from './accounts.service.js';
import { RequiresScope } from './api-key.decorators.js';
import { CurrentCaller, type Caller } from './caller.js';
import { AccountDto, UpdateAccountDto } from './dto/account.dto.js';
import { RateLimits } from './rate-limits.js';

@ApiTags('Account')
@Controller('v1/account')
export class AccountController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly limits: RateLimits,
  ) {}

  /** Read the account */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors()
  async get(@CurrentCaller() { accountId, mode }: Caller): Promise<AccountDto> {
    return AccountDto.from(await this.accounts.get(accountId), this.limits.of(mode));
  }

  /**
   * Change the account
   * @remarks Only the fields given; `null` clears those that may be empty. Pages and mail show it at once, in both modes.
   */
  @Patch()
  @RequiresScope('settings:write')
  @ApiErrors('validation_failed')
  async update(@CurrentCaller() { accountId, mode }: Caller, @Body() dto: UpdateAccountDto): Promise<AccountDto> {
    const { retention, ...settings } = dto;
    const changes = { ...settings, ...(retention && { personalDataDays: retention.personalDataDays }) };
    return AccountDto.from(await this.accounts.update(accountId, changes), this.limits.of(mode));
  }
}
