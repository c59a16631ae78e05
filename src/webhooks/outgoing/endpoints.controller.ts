import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../../common/api-docs.js';
import { PublicIdPipe } from '../../common/public-id.pipe.js';
import { ResourceId } from '../../idempotency/resource-id.decorator.js';
import { DeliveryListDto } from './dto/delivery.dto.js';
import {
  CreatedEndpointDto,
  CreateEndpointDto,
  EndpointDto,
  EndpointListDto,
  UpdateEndpointDto,
} from './dto/endpoint.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import { EndpointsService } from './endpoints.service.js';

@ApiTags('Webhook endpoints')
@Controller('v1/webhook-endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly deliveries: DeliveriesService,
  ) {}

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

  /** List endpoints */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors()
  async list(@CurrentCaller() caller: Caller): Promise<EndpointListDto> {
    const endpoints = await this.endpoints.list(caller);
    return { data: endpoints.map((endpoint) => EndpointDto.from(endpoint)), nextCursor: null };
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

  /** List the deliveries of an endpoint, newest first */
  @Get(':id/deliveries')
  @RequiresScope('settings:read')
  @ApiPublicId('endpoint')
  @ApiErrors('not_found')
  async listDeliveries(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
  ): Promise<DeliveryListDto> {
    const endpoint = await this.endpoints.get({ ...caller, id });
    return { data: await this.deliveries.ofEndpoint(endpoint), nextCursor: null };
  }
}
