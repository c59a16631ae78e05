import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PageQueryDto } from '../common/page.dto.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import { RequiresIdempotencyKey } from '../idempotency/idempotency-key.guard.js';
import { CreateRefundDto, RefundDto, RefundListDto } from './dto/refund.dto.js';
import { RefundsService } from './refunds.service.js';

@ApiTags('Refunds')
@Controller('v1')
export class RefundsController {
  constructor(private readonly refunds: RefundsService) {}

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
