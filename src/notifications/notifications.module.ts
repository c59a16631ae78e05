import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { LinkMail } from './link-mail.js';
import { MailRenderer } from './mail-renderer.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsWorker } from './notifications.worker.js';

/** `MailTransport` is given by whoever starts the program: it knows the SMTP server. */
@Module({
  imports: [EventsModule],
  controllers: [NotificationsController],
  providers: [LinkMail, MailRenderer, NotificationsService, NotificationsWorker],
  exports: [LinkMail, NotificationsService, NotificationsWorker],
})
export class NotificationsModule {}
