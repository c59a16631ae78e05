import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../../common/api-docs.js';
import { PublicIdPipe } from '../../common/public-id.pipe.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryRepeats } from './delivery-repeats.service.js';
import { DeliveryListDto, ListDeliveriesDto } from './dto/delivery-list.dto.js';
import { DeliveryDto } from './dto/delivery.dto.js';
import { EndpointsService } from './endpoints.service.js';

@ApiTags('Webhook endpoints')
@Controller('v1')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly endpoints: EndpointsService,
    private readonly repeats: DeliveryRepeats,
  ) {}

  /** List the deliveries of an endpoint, newest events first */
  @Get('webhook-endpoints/:id/deliveries')
  @RequiresScope('settings:read')
  @ApiPublicId('endpoint')
  @ApiErrors('validation_failed', 'not_found')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
    @Query() query: ListDeliveriesDto,
  ): Promise<DeliveryListDto> {
    const endpoint = await this.endpoints.get({ ...caller, id });
    const { rows, nextCursor } = await this.deliveries.page(endpoint, query);
    return { data: [...rows], nextCursor };
  }

  /**
   * Read a delivery, with every attempt
   * @remarks Of one that was retried more often, the newest hundred; `number` counts on.
   */
  @Get('deliveries/:id')
  @RequiresScope('settings:read')
  @ApiPublicId('delivery')
  @ApiErrors('not_found')
  get(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('delivery')) id: string): Promise<DeliveryDto> {
    return this.deliveries.get({ ...caller, id });
  }

  /**
   * Deliver once more
   * @remarks At once, whatever became of it before, and with the whole schedule of retries again if that fails. Refused while
   * its endpoint is paused: resume the endpoint.
   */
  @Post('deliveries/:id/retry')
  @HttpCode(202)
  @RequiresScope('settings:write')
  @ApiPublicId('delivery')
  @ApiIdempotent('not_found', 'state_conflict')
  async retry(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('delivery')) id: string,
  ): Promise<DeliveryDto> {
    const key = { ...caller, id };
    await this.repeats.retry(key);
    return this.deliveries.get(key);
  }
}
