import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../../common/api-docs.js';
import { PageQueryDto } from '../../common/page.dto.js';
import { PublicIdPipe } from '../../common/public-id.pipe.js';
import { ResourceId } from '../../common/resource-id.decorator.js';
import {
  CreatedEndpointDto,
  CreateEndpointDto,
  EndpointDto,
  EndpointListDto,
  UpdateEndpointDto,
} from './dto/endpoint.dto.js';
import { EndpointsService } from './endpoints.service.js';

@ApiTags('Webhook endpoints')
@Controller('v1/webhook-endpoints')
export class EndpointsController {
  constructor(private readonly endpoints: EndpointsService) {}

  /**
   * Receive events at a URL
   * @remarks Signed by Standard Webhooks; the `secret` in this answer verifies them and is not shown again.
   */
  @Post()
  @RequiresScope('settings:write')
  @ApiIdempotent('url_not_allowed')
  async create(
    @CurrentCaller() caller: Caller,
    @ResourceId() id: string,
    @Body() dto: CreateEndpointDto,
  ): Promise<CreatedEndpointDto> {
    const { endpoint, secret } = await this.endpoints.create(caller, { dto, id });
    return Object.assign(EndpointDto.from(endpoint), { secret });
  }

  /** List endpoints, newest first */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQueryDto): Promise<EndpointListDto> {
    const { rows, nextCursor } = await this.endpoints.page(caller, query);
    return { data: rows.map((endpoint) => EndpointDto.from(endpoint)), nextCursor };
  }

  /** Read an endpoint */
  @Get(':id')
  @RequiresScope('settings:read')
  @ApiPublicId('endpoint')
  @ApiErrors('not_found')
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
  ): Promise<EndpointDto> {
    return EndpointDto.from(await this.endpoints.get({ ...caller, id }));
  }

  /** Change an endpoint */
  @Patch(':id')
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiErrors('validation_failed', 'not_found', 'url_not_allowed')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
    @Body() dto: UpdateEndpointDto,
  ): Promise<EndpointDto> {
    return EndpointDto.from(await this.endpoints.update({ ...caller, id }, dto));
  }

  /** Remove an endpoint */
  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiErrors('not_found')
  remove(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('endpoint')) id: string): Promise<void> {
    return this.endpoints.remove({ ...caller, id });
  }
}
