import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { LinkMail } from './link-mail.js';
import { MailComposer } from './mail-composer.js';
import { MailRenderer } from './mail-renderer.js';
import { NotificationOutcomes } from './notification-outcomes.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsWorker } from './notifications.worker.js';
import { ReminderGate } from './reminders/reminder-gate.js';
import { RemindersService } from './reminders/reminders.service.js';

/** `NotificationChannel` is given by whoever starts the program: it knows the SMTP server. */
@Module({
  imports: [EventsModule],
  controllers: [NotificationsController],
  providers: [
    LinkMail,
    MailComposer,
    MailRenderer,
    NotificationOutcomes,
    NotificationsService,
    NotificationsWorker,
    ReminderGate,
    RemindersService,
  ],
  exports: [LinkMail, MailComposer, MailRenderer, NotificationsService, NotificationsWorker, RemindersService],
})
export class NotificationsModule {}
