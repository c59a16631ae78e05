import { Module, type DynamicModule } from '@nestjs/common';
import { LocalMailboxController } from './local-mailbox.controller.js';
import { LocalMailboxService } from './local-mailbox.service.js';
import { LocalMailboxView } from './local-mailbox.view.js';

interface LocalMailboxOptions {
  /** The folder a `LocalSmtp` writes to. */
  readonly dir: string;
}

/** Shows everybody every message, payment links included: for machines without live keys only. */
@Module({})
export class LocalMailboxModule {
  static register({ dir }: LocalMailboxOptions): DynamicModule {
    return {
      module: LocalMailboxModule,
      controllers: [LocalMailboxController],
      providers: [LocalMailboxView, { provide: LocalMailboxService, useValue: new LocalMailboxService(dir) }],
      exports: [LocalMailboxService],
    };
  }
}
