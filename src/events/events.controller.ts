import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiPublicId } from '../common/api-docs.js';
import { Drain } from '../common/drain.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { EventDto, EventListDto, ListEventsDto } from './dto/event.dto.js';
import { envelopeOf } from './event-envelope.js';
import type { Event } from './event.entity.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly drain: Drain,
  ) {}

  /**
   * Read the feed
   * @remarks Oldest first, without gaps: whoever has read up to a sequence has missed nothing before it. Keep
   * `lastSequence` of the last answer, and ask with it as `after`. With `wait` the answer is held until there is something
   * new (long poll): ask again at once, and you hear of everything as it happens. At most 20 readers of an account and mode
   * can wait in one process; a further one is answered without waiting.
   */
  @Get()
  @RequiresScope('payments:read')
  @ApiErrors('validation_failed')
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListEventsDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EventListDto> {
    const { events, lastSequence } = await this.events.next(caller, {
      after: query.after ?? 0,
      limit: query.limit ?? 25,
      type: query.type,
      waitSeconds: query.wait ?? 0,
      signal: hangUpOf(response),
    });
    // Else the reader would ask again over this connection, and keep a process that stops from its end.
    if (this.drain.isDraining) response.setHeader('Connection', 'close');
    return { data: events.map(dtoOf), lastSequence };
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

/** Aborted when nobody listens any more. */
function hangUpOf(response: Response): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const hangUp = new AbortController();
  response.once('close', () => hangUp.abort());
  return hangUp.signal;
}

function dtoOf(event: Event): EventDto {
  return envelopeOf(event) as EventDto;
}
