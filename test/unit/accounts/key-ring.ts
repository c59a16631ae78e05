import { ApiKeysService } from '../../../src/accounts/api-keys.service.js';
import { AuthenticationService } from '../../../src/accounts/authentication.service.js';
import { RateLimits } from '../../../src/accounts/rate-limits.js';
import { Cursors } from '../../../src/common/cursor.js';
import { loadConfig, type AppConfig } from '../../../src/config/app-config.js';
import type { Environment } from '../../../src/config/environment.js';
import { Secrets } from '../../../src/config/secrets.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import type { TestDataSource } from '../../support/test-database.js';

const PEPPER = 'a pepper of the test';

/** One process's view of an installation's keys; several rings over one database are several processes. */
export class KeyRing {
  readonly clock = new FakeClock();
  readonly keys: ApiKeysService;
  readonly authentication: AuthenticationService;
  readonly config: AppConfig;

  constructor(db: TestDataSource, environment: Environment = {}) {
    const secretKeys = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    this.config = loadConfig({ SECRET_KEYS: secretKeys, KEY_PEPPER: PEPPER, ...environment }, false);
    const secrets = Secrets.load(this.config);
    const { database, transactor } = db;
    this.keys = new ApiKeysService(database, transactor, secrets, this.clock, this.config, new Cursors(PEPPER));
    this.authentication = new AuthenticationService(
      database,
      secrets,
      this.clock,
      new RateLimits(this.config),
      new RecordingLogger(),
    );
  }
}
