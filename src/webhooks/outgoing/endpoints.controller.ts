import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../../common/api-docs.js';
import { PageQueryDto } from '../../common/page.dto.js';
import { toPublicId } from '../../common/ids.js';
import { PublicIdPipe } from '../../common/public-id.pipe.js';
import { ResourceId } from '../../common/resource-id.decorator.js';
import {
  DEFAULT_OVERLAP_HOURS,
  PingedDto,
  ReplayDto,
  ReplayedDto,
  RotateSecretDto,
} from './dto/endpoint-actions.dto.js';
import {
  CreatedEndpointDto,
  CreateEndpointDto,
  EndpointDto,
  EndpointListDto,
  UpdateEndpointDto,
} from './dto/endpoint.dto.js';
import { DeliveryRepeats } from './delivery-repeats.service.js';
import { EndpointPing } from './endpoint-ping.service.js';
import { EndpointResumption } from './endpoint-resumption.service.js';
import { EndpointRotation } from './endpoint-rotation.service.js';
import type { Endpoint } from './endpoint.entity.js';
import { EndpointsService, type EndpointWithSecret } from './endpoints.service.js';

@ApiTags('Webhook endpoints')
@Controller('v1/webhook-endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly rotation: EndpointRotation,
    private readonly pings: EndpointPing,
    private readonly resumption: EndpointResumption,
    private readonly repeats: DeliveryRepeats,
  ) {}

  /**
   * Receive events at a URL
   * @remarks Signed by Standard Webhooks; the `secret` in this answer verifies them and is not shown again. An account has up to
   * 50 endpoints in each mode.
   */
  @Post()
  @RequiresScope('settings:write')
  @ApiIdempotent('url_not_allowed', 'state_conflict')
  async create(
    @CurrentCaller() caller: Caller,
    @ResourceId() id: string,
    @Body() dto: CreateEndpointDto,
  ): Promise<CreatedEndpointDto> {
    return this.describeWithSecret(await this.endpoints.create(caller, { dto, id }));
  }

  /** List endpoints, newest first */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQueryDto): Promise<EndpointListDto> {
    const { rows, nextCursor } = await this.endpoints.page(caller, query);
    return { data: rows.map((endpoint) => this.describe(endpoint)), nextCursor };
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
    return this.describe(await this.endpoints.get({ ...caller, id }));
  }

  /**
   * Change an endpoint
   * @remarks What waits is delivered to the new address. A paused endpoint stays paused: resume it once the address is right.
   */
  @Patch(':id')
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiErrors('validation_failed', 'not_found', 'url_not_allowed')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
    @Body() dto: UpdateEndpointDto,
  ): Promise<EndpointDto> {
    return this.describe(await this.endpoints.update({ ...caller, id }, dto));
  }

  /**
   * Remove an endpoint
   * @remarks What waits for it is not delivered any more. What was delivered stays on record.
   */
  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiErrors('not_found')
  remove(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('endpoint')) id: string): Promise<void> {
    return this.endpoints.remove({ ...caller, id });
  }

  /**
   * Renew the signing secret
   * @remarks The new `secret` is shown here and never again. Until the overlap ends every message carries a signature by the
   * new secret and by each former one, so that receivers change over without losing any. After a leak, rotate with 0 hours.
   */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiIdempotent('not_found', 'state_conflict')
  async rotateSecret(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
    @ResourceId() requestId: string,
    @Body() dto: RotateSecretDto,
  ): Promise<CreatedEndpointDto> {
    const overlapHours = dto.overlapHours ?? DEFAULT_OVERLAP_HOURS;
    return this.describeWithSecret(await this.rotation.rotate({ ...caller, id }, { overlapHours, requestId }));
  }

  /**
   * Send a test event
   * @remarks A `ping`, whatever event types the endpoint takes, and to no other endpoint. List the deliveries of the `eventId`
   * to see how it went. Refused while the endpoint is paused: resuming it is the test.
   */
  @Post(':id/test')
  @HttpCode(202)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiIdempotent('not_found', 'state_conflict')
  async test(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
    @ResourceId() eventId: string,
  ): Promise<PingedDto> {
    await this.pings.send({ ...caller, id }, eventId);
    return { object: 'ping', endpointId: toPublicId('endpoint', id), eventId: toPublicId('event', eventId) };
  }

  /**
   * Resume an endpoint
   * @remarks Everything that it missed is delivered now: what waited while it was paused, what waits for its next attempt, and
   * what was given up since it began to fail. Harmless for an endpoint that is active. A backlog of a million takes a minute or
   * two; if your client gives up meanwhile, call again.
   */
  @Post(':id/resume')
  @HttpCode(200)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiIdempotent('not_found')
  async resume(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
  ): Promise<EndpointDto> {
    return this.describe(await this.resumption.resume({ ...caller, id }));
  }

  /**
   * Deliver past events again
   * @remarks Every event of the range that the endpoint takes, also those that it has had, and those from before it was made.
   * At most 10 000 events a call: go on from `nextSequence` until it is null. Receivers know repetitions by `webhook-id`.
   */
  @Post(':id/replay')
  @HttpCode(202)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiIdempotent('not_found')
  replay(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
    @Body() { fromSequence, toSequence }: ReplayDto,
  ): Promise<ReplayedDto> {
    return this.repeats.replay({ ...caller, id }, { fromSequence, toSequence: toSequence ?? undefined });
  }

  private describe(endpoint: Endpoint): EndpointDto {
    return EndpointDto.from(endpoint, this.endpoints.overlapUntilOf(endpoint));
  }

  private describeWithSecret({ endpoint, secret }: EndpointWithSecret): CreatedEndpointDto {
    return Object.assign(this.describe(endpoint), { secret });
  }
}
