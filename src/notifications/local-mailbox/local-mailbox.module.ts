import { Module, type DynamicModule } from '@nestjs/common';
import { MailComposer } from '../mail-composer.js';
import { MailRenderer } from '../mail-renderer.js';
import { LocalMailboxController } from './local-mailbox.controller.js';
import { LocalMailboxService } from './local-mailbox.service.js';
import { LocalMailboxView } from './local-mailbox.view.js';
import { MailGalleryController } from './mail-gallery.controller.js';

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
      controllers: [LocalMailboxController, MailGalleryController],
      providers: [
        LocalMailboxView,
        MailComposer,
        MailRenderer,
        { provide: LocalMailboxService, useValue: new LocalMailboxService(dir) },
      ],
      exports: [LocalMailboxService],
    };
  }
}
