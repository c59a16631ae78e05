import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { OutgoingWebhooksModule } from '../webhooks/outgoing/outgoing-webhooks.module.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineFacts } from './timeline.facts.js';
import { TimelineService } from './timeline.service.js';

/** Above everything that happens to a payment, so that none of it needs to know the others. */
@Module({
  imports: [PaymentsModule, LinksModule, NotificationsModule, OutgoingWebhooksModule],
  controllers: [TimelineController],
  providers: [TimelineFacts, TimelineService],
})
export class TimelineModule {}
