import { Global, Module, type DynamicModule } from '@nestjs/common';
import { AppLogger } from '../common/app-logger.js';
import { Clock, SystemClock } from '../common/clock.js';
import { Cursors } from '../common/cursor.js';
import { AppConfig } from './app-config.js';
import { Secrets } from './secrets.js';

/** Configuration, secrets, clock, logger and cursors, injectable everywhere. */
@Global()
@Module({})
export class ConfigModule {
  static register(parts: { config: AppConfig; secrets: Secrets; logger: AppLogger }): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: AppConfig, useValue: parts.config },
        { provide: Secrets, useValue: parts.secrets },
        { provide: AppLogger, useValue: parts.logger },
        { provide: Clock, useClass: SystemClock },
        { provide: Cursors, useFactory: () => new Cursors(parts.secrets.keyPepper) },
      ],
      exports: [AppConfig, Secrets, AppLogger, Clock, Cursors],
    };
  }
}
