import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { AppConfig } from '../config/app-config.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import { CheckoutsService } from './checkouts.service.js';
import { BookPaymentDto } from './dto/book-payment.dto.js';
import { ClearReviewDto } from './dto/clear-review.dto.js';
import { CreatePaymentDto } from './dto/create-payment.dto.js';
import { PAYMENT_EXAMPLES } from './dto/create-payment.examples.js';
import { GetPaymentDto } from './dto/get-payment.dto.js';
import { ListPaymentsDto, PaymentListDto } from './dto/payment-list.dto.js';
import { CheckoutDto, PaymentDto } from './dto/payment.dto.js';
import { OpenedCheckoutDto } from './dto/opened-checkout.dto.js';
import { UpdatePaymentDto } from './dto/update-payment.dto.js';
import { PaymentBooking } from './payment-booking.service.js';
import { PaymentDescriptions } from './payment-descriptions.js';
import { PaymentEdits } from './payment-edits.service.js';
import { PaymentRefresh } from './payment-refresh.service.js';
import { PaymentsList } from './payments.list.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('Payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly checkouts: CheckoutsService,
    private readonly refresh: PaymentRefresh,
    private readonly edits: PaymentEdits,
    private readonly booking: PaymentBooking,
    private readonly lists: PaymentsList,
    private readonly descriptions: PaymentDescriptions,
    private readonly config: AppConfig,
  ) {}

  /**
   * Create a payment
   * @remarks Answers 201, or 200 with the existing payment when the `reference` is known and the content is the same.
   */
  @Post()
  @RequiresScope('payments:write')
  @ApiBody({ type: CreatePaymentDto, examples: PAYMENT_EXAMPLES })
  @ApiCreatedResponse({ type: PaymentDto })
  @ApiOkResponse({ type: PaymentDto, description: 'It existed already.' })
  @ApiIdempotent(
    'reference_conflict',
    'currency_not_supported',
    'capability_not_supported',
    'customer_details_required',
  )
  async create(
    @CurrentCaller() caller: Caller,
    @ResourceId() id: string,
    @Body() dto: CreatePaymentDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentDto> {
    const { payment } = await this.payments.create(caller, { dto, id });
    // Under this request's own id it is this request's work, perhaps that of a try which died before it could answer.
    if (payment.id !== id) response.status(200);
    return this.descriptions.of(payment);
  }

  /**
   * List payments, newest first
   * @remarks Filters are combined: a payment must fit all of them. Go on with `nextCursor` until it is null; payments that
   * are made meanwhile neither repeat nor hide any.
   */
  @Get()
  @ApiQuery({
    name: 'metadata',
    required: false,
    style: 'deepObject',
    explode: true,
    description: '`metadata[costCentre]=4711`; of several pairs, payments that hold all.',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
  })
  @RequiresScope('payments:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() query: ListPaymentsDto): Promise<PaymentListDto> {
    const { rows, nextCursor } = await this.lists.page(caller, query);
    return { data: await this.descriptions.ofAll(rows), nextCursor };
  }

  /**
   * Read a payment
   * @remarks With `?refresh=true` the provider is asked first.
   */
  @Get(':id')
  @RequiresScope('payments:read')
  @ApiPublicId('payment')
  @ApiErrors(
    'validation_failed',
    'not_found',
    'provider_unavailable',
    'provider_misconfigured',
    'provider_rejected',
    'provider_outcome_unknown',
  )
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Query() query: GetPaymentDto,
  ): Promise<PaymentDto> {
    const key = { ...caller, id };
    return this.descriptions.of(
      query.refresh === 'true' ? await this.refresh.refresh(key) : await this.payments.get(key),
    );
  }

  /**
   * Change a payment
   * @remarks What is left out stays as it is, null clears. The amount can be changed only while the payment is `open` and was
   * never opened at a provider. When nothing changes there is no event.
   */
  @Patch(':id')
  @RequiresScope('payments:write')
  @ApiPublicId('payment')
  @ApiErrors('validation_failed', 'not_found', 'state_conflict', 'currency_not_supported', 'customer_details_required')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Body() dto: UpdatePaymentDto,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.edits.edit({ ...caller, id }, dto));
  }

  /**
   * Create or fetch the live checkout
   * @remarks `checkout.url` is the provider's page, for ERPs that show it themselves. Called again, it answers with the same
   * checkout as long as that one is live.
   */
  @Post(':id/checkout')
  @HttpCode(200)
  @RequiresScope('payments:write')
  @ApiPublicId('payment')
  @ApiIdempotent(
    'not_found',
    'state_conflict',
    'currency_not_supported',
    'capability_not_supported',
    'provider_rejected',
    'provider_mismatch',
    'provider_misconfigured',
    'provider_outcome_unknown',
    'provider_unavailable',
  )
  async checkout(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
  ): Promise<OpenedCheckoutDto> {
    const { publicUrl } = this.config;
    const checkout = await this.checkouts.open(
      { ...caller, id },
      {
        returnUrl: (token) => `${publicUrl}/r/${token}`,
        cancelUrl: (token) => `${publicUrl}/r/${token}`,
        until: null,
      },
    );
    return {
      checkout: CheckoutDto.from(checkout),
      payment: await this.descriptions.of(await this.payments.get({ ...caller, id })),
    };
  }

  /** Look at the provider now */
  @Post(':id/refresh')
  @HttpCode(200)
  @RequiresScope('payments:read')
  @ApiPublicId('payment')
  @ApiIdempotent(
    'not_found',
    'provider_unavailable',
    'provider_misconfigured',
    'provider_rejected',
    'provider_outcome_unknown',
  )
  async refreshNow(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.refresh.refresh({ ...caller, id }));
  }

  /**
   * Give a payment up
   * @remarks Closes the live checkout at the provider first. If the provider says that it was paid meanwhile, the answer is
   * 409 and the payment is `paid`.
   */
  @Post(':id/cancel')
  @HttpCode(200)
  @RequiresScope('payments:write')
  @ApiPublicId('payment')
  @ApiIdempotent(
    'not_found',
    'state_conflict',
    'provider_unavailable',
    'provider_misconfigured',
    'provider_rejected',
    'provider_outcome_unknown',
  )
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.refresh.cancel({ ...caller, id }));
  }

  /**
   * Tell that a payment is booked, or cannot be
   * @remarks Closes the loop: until then the payment counts as unbooked, and after a while there is one
   * `payment.unbooked_warning`. The same answer twice is one; another one replaces it, so that a rejected payment can be
   * posted later and a posting be taken back. A refund leaves the booking as it is. 409 while no money was taken.
   */
  @Put(':id/booking')
  @RequiresScope('payments:write')
  @ApiPublicId('payment')
  @ApiErrors('validation_failed', 'not_found', 'state_conflict')
  async book(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Body() dto: BookPaymentDto,
  ): Promise<PaymentDto> {
    const booking = { status: dto.status, voucher: dto.voucher ?? null, reason: dto.reason ?? null };
    return this.descriptions.of(await this.booking.book({ ...caller, id }, booking));
  }

  /**
   * Tell that a person has looked
   * @remarks Clears `review`. Where the provider still says what led to it, the next look sets it again.
   */
  @Delete(':id/review')
  @RequiresScope('payments:write')
  @ApiPublicId('payment')
  @ApiBody({ type: ClearReviewDto })
  @ApiErrors('validation_failed', 'not_found', 'state_conflict')
  async clearReview(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Body() dto: ClearReviewDto,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.edits.clearReview({ ...caller, id }, dto.note));
  }
}
