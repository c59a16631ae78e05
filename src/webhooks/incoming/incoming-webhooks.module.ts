import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { IncomingWebhooksController } from './incoming-webhooks.controller.js';
import { IncomingWebhooks } from './incoming-webhooks.service.js';

@Module({
  imports: [ConnectionsModule],
  controllers: [IncomingWebhooksController],
  providers: [IncomingWebhooks],
})
export class IncomingWebhooksModule {}
