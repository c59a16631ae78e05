import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PageQueryDto } from '../common/page.dto.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { CurrentHeldKey, ResourceId, type HeldKey } from '../common/resource-id.decorator.js';
import { RequiresScope } from './api-key.decorators.js';
import { ApiKeysService } from './api-keys.service.js';
import { CurrentCaller, type Caller } from './caller.js';
import { ApiKeyDto, ApiKeyListDto, CreatedApiKeyDto } from './dto/api-key.dto.js';
import { CreateApiKeyDto, RollApiKeyDto } from './dto/create-api-key.dto.js';

@ApiTags('API keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  /**
   * Make an API key
   * @remarks Of the calling key's mode, with scopes that it holds itself. The `key` in this answer is not shown again.
   */
  @Post()
  @RequiresScope('keys:write')
  @ApiIdempotent('state_conflict')
  async create(
    @CurrentCaller() caller: Caller,
    @ResourceId() id: string,
    @CurrentHeldKey() heldKey: HeldKey | undefined,
    @Body() { name, scopes, expiresAt }: CreateApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    const wanted = { name, scopes, expiresAt: expiresAt ? new Date(expiresAt) : null };
    return CreatedApiKeyDto.of(await this.apiKeys.create(caller, wanted, { id, heldKey }));
  }

  /** List the API keys of this mode, newest first */
  @Get()
  @RequiresScope('keys:write')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto): Promise<ApiKeyListDto> {
    const { rows, nextCursor } = await this.apiKeys.list(caller, page);
    return { data: rows.map((row) => ApiKeyDto.from(row)), nextCursor };
  }

  /**
   * Replace an API key
   * @remarks Answers a new key with the same name, scopes and end. The old one ends after the overlap.
   */
  @Post(':id/roll')
  @RequiresScope('keys:write')
  @ApiPublicId('apiKey')
  @ApiIdempotent('not_found', 'state_conflict')
  async roll(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('apiKey')) id: string,
    @ResourceId() newId: string,
    @CurrentHeldKey() heldKey: HeldKey | undefined,
    @Body() { overlapHours }: RollApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    return CreatedApiKeyDto.of(await this.apiKeys.roll(caller, { id, overlapHours }, { id: newId, heldKey }));
  }

  /**
   * Delete an API key
   * @remarks It ends at once. A key cannot delete itself if it is the last one with `keys:write`.
   */
  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('keys:write')
  @ApiPublicId('apiKey')
  @ApiErrors('not_found', 'state_conflict')
  remove(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('apiKey')) id: string): Promise<void> {
    return this.apiKeys.remove(caller, id);
  }
}
