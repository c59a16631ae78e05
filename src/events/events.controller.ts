import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { EventDto, EventListDto, ListEventsDto } from './dto/event.dto.js';
import { envelopeOf } from './event-envelope.js';
import type { Event } from './event.entity.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /**
   * Read the feed
   * @remarks Oldest first, without gaps: whoever has read up to a sequence has missed nothing before it.
   */
  @Get()
  @RequiresScope('payments:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() query: ListEventsDto): Promise<EventListDto> {
    const after = query.after ?? 0;
    const events = await this.events.after(caller, { sequence: after, limit: query.limit ?? 25, type: query.type });
    return { data: events.map(dtoOf), lastSequence: events.at(-1)?.sequence ?? after };
  }

  /** Read an event */
  @Get(':id')
  @RequiresScope('payments:read')
  @ApiPublicId('event')
  @ApiErrors('not_found')
  async get(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('event')) id: string): Promise<EventDto> {
    return dtoOf(await this.events.get(caller, id));
  }
}

function dtoOf(event: Event): EventDto {
  return envelopeOf(event) as EventDto;
}
