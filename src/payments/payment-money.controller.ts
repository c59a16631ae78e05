import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import { RequiresIdempotencyKey } from '../idempotency/idempotency-key.guard.js';
import { CaptureResolution } from './capture-resolution.service.js';
import { CapturePaymentDto } from './dto/capture-payment.dto.js';
import { PaymentDto } from './dto/payment.dto.js';
import { RecordPaymentDto } from './dto/record-payment.dto.js';
import { ResolveOutcomeDto } from './dto/resolve-outcome.dto.js';
import { PaymentCapture } from './payment-capture.service.js';
import { PaymentDescriptions } from './payment-descriptions.js';
import { PaymentRecording } from './payment-recording.service.js';

/** How a payment comes to its money other than by its payer. */
@ApiTags('Payments')
@Controller('v1/payments')
export class PaymentMoneyController {
  constructor(
    private readonly captures: PaymentCapture,
    private readonly resolution: CaptureResolution,
    private readonly recording: PaymentRecording,
    private readonly descriptions: PaymentDescriptions,
  ) {}

  /**
   * Take held money
   * @remarks Needs an `Idempotency-Key`. For a payment with `capture: "manual"` that is `authorized`; until when the money is
   * held stands in `checkout.expiresAt`. It is taken once: less than all may be taken, and the rest goes back to the payer. To
   * take nothing, cancel the payment. After `provider_outcome_unknown` repeat the call with the same key.
   */
  @Post(':id/capture')
  @HttpCode(200)
  @RequiresScope('payments:write')
  @RequiresIdempotencyKey()
  @ApiPublicId('payment')
  @ApiIdempotent(
    'idempotency_key_required',
    'not_found',
    'state_conflict',
    'amount_too_large',
    'capability_not_supported',
    'provider_rejected',
    'provider_misconfigured',
    'provider_outcome_unknown',
    'provider_unavailable',
  )
  async capture(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @ResourceId() requestId: string,
    @Body() dto: CapturePaymentDto,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.captures.capture({ ...caller, id }, { requestId, amount: dto.amount }));
  }

  /**
   * Say what became of a capture
   * @remarks For a capture whose answer was lost and that looks cannot find: a person has seen at the provider that it did not
   * happen (`failed`), and another one may be asked for afterwards. From a quarter of an hour after the first try on; the
   * provider is asked once more, and decides where it says what became of it: 409 for what contradicts it.
   */
  @Post(':id/capture/resolve')
  @HttpCode(200)
  @RequiresScope('payments:write')
  @RequiresIdempotencyKey()
  @ApiPublicId('payment')
  @ApiIdempotent(
    'idempotency_key_required',
    'not_found',
    'state_conflict',
    'provider_rejected',
    'provider_misconfigured',
    'provider_outcome_unknown',
    'provider_unavailable',
  )
  async resolveCapture(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Body() finding: ResolveOutcomeDto,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.resolution.resolve({ ...caller, id }, finding));
  }

  /**
   * Record that it was paid elsewhere
   * @remarks For cash, bank transfers and the like: the payment is `paid`, its links say so, and its page at the provider is
   * closed where the provider can do that. If the provider says that it was paid meanwhile, the answer is 409 and the payment
   * is `paid` by that. What is paid at the provider afterwards all the same is flagged as `surplus`.
   */
  @Post(':id/record')
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
  async record(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('payment')) id: string,
    @Body() dto: RecordPaymentDto,
  ): Promise<PaymentDto> {
    return this.descriptions.of(await this.recording.record({ ...caller, id }, RecordPaymentDto.recorded(dto)));
  }
}
