import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { TimelineDto } from './dto/timeline.dto.js';
import { TimelineService } from './timeline.service.js';

@ApiTags('Payments')
@Controller('v1/payments')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  /**
   * Explain a payment
   * @remarks Everything that happened, oldest first: events, checkouts (also those that a provider refused to make), looks at
   * the provider, its webhooks, links, mails and deliveries to you; and what comes next, and when.
   */
  @Get(':id/timeline')
  @RequiresScope('payments:read')
  @ApiPublicId('payment')
  @ApiErrors('not_found')
  get(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('payment')) id: string): Promise<TimelineDto> {
    return this.timeline.of({ ...caller, id });
  }
}
