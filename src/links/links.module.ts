import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { LinkExpiryWorker } from './link-expiry.worker.js';
import { LinkMailContents } from './link-mail-contents.js';
import { LinkMailPreviewController } from './link-mail-preview.controller.js';
import { LinkMailPreviews } from './link-mail-previews.js';
import { LinkMails } from './link-mails.service.js';
import { LinkPageController } from './link-page.controller.js';
import { LinkPageStreams } from './link-page.streams.js';
import { LinkPageView } from './link-page.view.js';
import { LinkQrController } from './link-qr.controller.js';
import { LinkQr } from './link-qr.js';
import { LinkSources } from './link-sources.js';
import { LinksController } from './links.controller.js';
import { LinksList } from './links.list.js';
import { LinksRepository } from './links.repository.js';
import { LinksService } from './links.service.js';
import { PayerService } from './payer.service.js';
import { ReceiptsWorker } from './receipts/receipts.worker.js';
import { StopRemindersController } from './reminders/stop-reminders.controller.js';
import { StopRemindersView } from './reminders/stop-reminders.view.js';

@Module({
  imports: [PaymentsModule, NotificationsModule, EventsModule],
  controllers: [
    LinksController,
    LinkMailPreviewController,
    LinkQrController,
    LinkPageController,
    StopRemindersController,
  ],
  providers: [
    LinkExpiryWorker,
    LinkMailContents,
    LinkMailPreviews,
    LinkMails,
    ReceiptsWorker,
    StopRemindersView,
    LinkQr,
    LinkPageStreams,
    LinkPageView,
    LinkSources,
    LinksList,
    LinksRepository,
    LinksService,
    PayerService,
  ],
  exports: [LinkExpiryWorker, LinksRepository, ReceiptsWorker],
})
export class LinksModule {}
