import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PageQueryDto } from '../common/page.dto.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import { RequiresIdempotencyKey } from '../idempotency/idempotency-key.guard.js';
import { CreateRefundDto, RefundDto, RefundListDto } from './dto/refund.dto.js';
import { ResolveOutcomeDto } from './dto/resolve-outcome.dto.js';
import { RefundResolution } from './refund-resolution.service.js';
import { RefundsService } from './refunds.service.js';

@ApiTags('Refunds')
@Controller('v1')
export class RefundsController {
  constructor(
    private readonly refunds: RefundsService,
    private readonly resolution: RefundResolution,
  ) {}

  /**
   * Give money back
   * @remarks Needs an `Idempotency-Key`. The amount is set aside before the provider is asked, so that requests at once never
   * give back more than was paid: the second one is told 409. The answer may be `pending` or `unknown`; what became of it is
   * found out by itself, and told by `refund.succeeded` or `refund.failed`. `payment.refunded` tells that the money has gone,
   * also where somebody gave it back in the provider's own dashboard.
   */
  @Post('payments/:id/refunds')
  @RequiresScope('refunds:write')
  @RequiresIdempotencyKey()
  @ApiPublicId('payment')
  @ApiCreatedResponse({ type: RefundDto })
  @ApiIdempotent(
    'idempotency_key_required',
    'not_found',
    'state_conflict',
    'amount_too_large',
    'capability_not_supported',
    'provider_misconfigured',
  )
  async create(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @ResourceId() refundId: string,
    @Body() dto: CreateRefundDto,
  ): Promise<RefundDto> {
    const wish = { id: refundId, amount: dto.amount, reason: dto.reason ?? null };
    return RefundDto.from(await this.refunds.create({ ...caller, id }, wish));
  }

  /**
   * Say what became of a refund
   * @remarks For a refund that stays `unknown`: a person has found out at the provider whether it happened. From a day after
   * its first try on, when nothing is tried any more; the provider is asked once more, and where it tells a sum, that decides:
   * 409 for what contradicts it. A provider that gives no answer for a week is not waited for. `failed` frees the amount for
   * another refund; if the provider shows it after all, the payment gets the review `surplus`.
   */
  @Post('refunds/:id/resolve')
  @HttpCode(200)
  @RequiresScope('refunds:write')
  @RequiresIdempotencyKey()
  @ApiPublicId('refund')
  @ApiIdempotent(
    'idempotency_key_required',
    'not_found',
    'state_conflict',
    'provider_unavailable',
    'provider_rejected',
    'provider_outcome_unknown',
  )
  async resolve(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('refund')) id: string,
    @Body() finding: ResolveOutcomeDto,
  ): Promise<RefundDto> {
    return RefundDto.from(await this.resolution.resolve({ ...caller, id }, finding));
  }

  /** List the refunds of a payment, newest first */
  @Get('payments/:id/refunds')
  @RequiresScope('payments:read')
  @ApiPublicId('payment')
  @ApiErrors('validation_failed', 'not_found')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Query() page: PageQueryDto,
  ): Promise<RefundListDto> {
    const { rows, nextCursor } = await this.refunds.page({ ...caller, id }, page);
    return { data: rows.map((refund) => RefundDto.from(refund)), nextCursor };
  }

  /** Read a refund */
  @Get('refunds/:id')
  @RequiresScope('payments:read')
  @ApiPublicId('refund')
  @ApiErrors('not_found')
  async get(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('refund')) id: string): Promise<RefundDto> {
    return RefundDto.from(await this.refunds.get({ ...caller, id }));
  }
}
