import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AccountsService } from '../accounts/accounts.service.js';
import { NoKey } from '../accounts/api-key.decorators.js';
import { ApiKeysService } from '../accounts/api-keys.service.js';
import { CreatedApiKeyDto } from '../accounts/dto/api-key.dto.js';
import { SCOPES } from '../accounts/scopes.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PageQueryDto } from '../common/page.dto.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { CurrentHeldKey, ResourceId, type HeldKey } from '../common/resource-id.decorator.js';
import { AdminGuard } from './admin.guard.js';
import { AdminAccountDto, AdminAccountListDto, CreateAccountDto, CreateAccountKeyDto } from './dto/admin.dto.js';

/** The operator's own API: who may use this installation at all. */
@ApiTags('Operator')
@ApiBearerAuth('adminKey')
@NoKey({ isLimited: false })
@UseGuards(AdminGuard)
@Controller('v1/admin/accounts')
export class AdminController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  /**
   * Make an account
   * @remarks For whoever runs the installation: with its `ADMIN_KEY`, without which this address is not found.
   */
  @Post()
  @ApiIdempotent('not_found')
  async createAccount(@ResourceId() id: string, @Body() dto: CreateAccountDto): Promise<AdminAccountDto> {
    return AdminAccountDto.from(await this.accounts.create(id, dto));
  }

  /** List all accounts, newest first */
  @Get()
  @ApiErrors('validation_failed', 'not_found')
  async listAccounts(@Query() page: PageQueryDto): Promise<AdminAccountListDto> {
    const { rows, nextCursor } = await this.accounts.list(page);
    return { data: rows.map((row) => AdminAccountDto.from(row)), nextCursor };
  }

  /**
   * Make an API key of an account
   * @remarks With all scopes unless told otherwise. Live ones need `SECRET_KEYS`, `KEY_PEPPER` and `SMTP_URL` to be set.
   */
  @Post(':id/api-keys')
  @ApiPublicId('account')
  @ApiIdempotent('not_found', 'state_conflict')
  async createKey(
    @Param('id', new PublicIdPipe('account')) accountId: string,
    @ResourceId() id: string,
    @CurrentHeldKey() heldKey: HeldKey | undefined,
    @Body() { mode, name, scopes, expiresAt }: CreateAccountKeyDto,
  ): Promise<CreatedApiKeyDto> {
    await this.accounts.get(accountId);
    const wanted = { name, scopes: scopes ?? SCOPES, expiresAt: expiresAt ? new Date(expiresAt) : null };
    return CreatedApiKeyDto.of(await this.apiKeys.issue({ accountId, mode, id, heldKey }, wanted));
  }
}
