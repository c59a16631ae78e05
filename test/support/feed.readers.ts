import { Drain } from '../../src/common/drain.js';
import { loadConfig, type AppConfig } from '../../src/config/app-config.js';
import { Waker } from '../../src/database/waker.js';
import { EventWaiters } from '../../src/events/event-waiters.js';
import { EventsService } from '../../src/events/events.service.js';
import type { TestDataSource } from './test-database.js';

/** What the configuration is without any variable, but for these. */
export function aConfig(changes: Partial<AppConfig>): AppConfig {
  return Object.assign({}, loadConfig({}, false), changes);
}

/** The feed as one process of the application reads it. */
export function feedOf({ database, dataSource }: Pick<TestDataSource, 'database' | 'dataSource'>): EventsService {
  const waiters = new EventWaiters(database, new Waker(database, dataSource), new Drain(), aConfig({}));
  return new EventsService(database, waiters);
}
