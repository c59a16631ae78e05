import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import type { RowKey } from '../database/owned-row.js';
import { ErasureDto, RequestErasureDto } from './dto/erasure.dto.js';
import { ErasuresService } from './erasures.service.js';

@ApiTags('Personal data')
@Controller('v1/erasures')
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  /**
   * Erase a customer
   * @remarks Names, addresses, phone numbers and free texts go, from everything that is kept about the payments of this
   * address, in this mode: also from events, which readers of the feed see without them afterwards. Sums, references, ids
   * and states stay. It cannot be undone. What has not ended is left, told under `waiting`, and erased when it ends. While
   * an erasure of the address is under way, asking again goes on with that one.
   */
  @Post()
  @HttpCode(202)
  @RequiresScope('settings:write')
  @ApiIdempotent()
  async request(
    @CurrentCaller() { accountId, mode }: Caller,
    @ResourceId() id: string,
    @Body() dto: RequestErasureDto,
  ): Promise<ErasureDto> {
    const { key } = await this.erasures.request({ accountId, mode, id }, dto.email);
    return this.describe(key);
  }

  /** Read an erasure */
  @Get(':id')
  @RequiresScope('settings:read')
  @ApiPublicId('erasure')
  @ApiErrors('not_found')
  get(
    @CurrentCaller() { accountId, mode }: Caller,
    @Param('id', new PublicIdPipe('erasure')) id: string,
  ): Promise<ErasureDto> {
    return this.describe({ accountId, mode, id });
  }

  private async describe(key: RowKey): Promise<ErasureDto> {
    return ErasureDto.from(await this.erasures.get(key), await this.erasures.restOf(key));
  }
}
