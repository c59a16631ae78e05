import { Module } from '@nestjs/common';
import { EventLog } from './event-log.js';
import { EventSequencer } from './event-sequencer.js';
import { EventSequencerWorker } from './event-sequencer.worker.js';
import { EventWaiters } from './event-waiters.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

@Module({
  controllers: [EventsController],
  providers: [EventLog, EventSequencer, EventSequencerWorker, EventWaiters, EventsService],
  exports: [EventLog, EventSequencerWorker],
})
export class EventsModule {}
