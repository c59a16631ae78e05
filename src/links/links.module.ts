import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { LinkExpiryWorker } from './link-expiry.worker.js';
import { LinkPageController } from './link-page.controller.js';
import { LinkPageView } from './link-page.view.js';
import { LinkQrController } from './link-qr.controller.js';
import { LinkQr } from './link-qr.js';
import { LinkSources } from './link-sources.js';
import { LinksController } from './links.controller.js';
import { LinksList } from './links.list.js';
import { LinksRepository } from './links.repository.js';
import { LinksService } from './links.service.js';
import { PayerService } from './payer.service.js';

@Module({
  imports: [PaymentsModule, NotificationsModule, EventsModule],
  controllers: [LinksController, LinkQrController, LinkPageController],
  providers: [
    LinkExpiryWorker,
    LinkQr,
    LinkPageView,
    LinkSources,
    LinksList,
    LinksRepository,
    LinksService,
    PayerService,
  ],
  exports: [LinkExpiryWorker, LinksRepository],
})
export class LinksModule {}
