import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { DataSourceOptions } from 'typeorm';
import { AccountsModule } from './accounts/accounts.module.js';
import { AdminModule } from './admin/admin.module.js';
import type { AppLogger } from './common/app-logger.js';
import { Drain } from './common/drain.js';
import { Metrics } from './common/metrics.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import type { Secrets } from './config/secrets.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { DatabaseModule } from './database/database.module.js';
import { ErrorsPageController } from './errors-page.controller.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { LinksModule } from './links/links.module.js';
import { LocalMailboxModule } from './notifications/local-mailbox/local-mailbox.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { FileChannel } from './notifications/channels/file.channel.js';
import { MailChannel } from './notifications/channels/mail.channel.js';
import { NotificationChannel } from './notifications/notification-channel.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PersonalDataModule } from './personal-data/personal-data.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { TimelineModule } from './timeline/timeline.module.js';
import { IncomingWebhooksModule } from './webhooks/incoming/incoming-webhooks.module.js';
import { OutgoingWebhooksModule } from './webhooks/outgoing/outgoing-webhooks.module.js';

export interface AppSurroundings {
  readonly config: AppConfig;
  readonly secrets: Secrets;
  readonly logger: AppLogger;
  readonly database: DataSourceOptions;
  readonly smtpUrl: string;
  /** Set while mail goes to the local mailbox. */
  readonly mailboxDir: string | null;
}

@Global()
@Module({})
class SurroundingsModule {
  static register({ config, smtpUrl }: AppSurroundings): DynamicModule {
    const { notificationDropDir, mailFrom, publicUrl } = config;
    const useFactory = () =>
      notificationDropDir === null
        ? new MailChannel({ smtpUrl, fromAddress: mailFrom, domain: new URL(publicUrl).hostname })
        : new FileChannel(notificationDropDir);
    return {
      module: SurroundingsModule,
      providers: [Drain, Metrics, { provide: NotificationChannel, useFactory }],
      exports: [Drain, Metrics, NotificationChannel],
    };
  }
}

@Module({})
export class AppModule {
  static register(surroundings: AppSurroundings): DynamicModule {
    const { database, mailboxDir } = surroundings;
    return {
      module: AppModule,
      controllers: [ErrorsPageController],
      imports: [
        ConfigModule.register(surroundings),
        DatabaseModule.register(database),
        SurroundingsModule.register(surroundings),
        AccountsModule,
        AdminModule,
        IdempotencyModule,
        ConnectionsModule,
        EventsModule,
        PaymentsModule,
        NotificationsModule,
        LinksModule,
        IncomingWebhooksModule,
        OutgoingWebhooksModule,
        ReconciliationModule,
        TimelineModule,
        ReportsModule,
        PersonalDataModule,
        HealthModule,
        MetricsModule,
        ...(mailboxDir === null ? [] : [LocalMailboxModule.register({ dir: mailboxDir })]),
      ],
    };
  }
}
