import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { NoKey } from '../accounts/api-key.decorators.js';
import { Drain } from '../common/drain.js';
import { Database } from '../database/database.js';

@ApiTags('Health')
@NoKey()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly drain: Drain,
  ) {}

  /** The process runs */
  @Get('live')
  @ApiOkResponse({ description: 'Restart the process when this does not answer.' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can take requests */
  @Get('ready')
  @ApiOkResponse({ description: 'Send requests here.' })
  @ApiServiceUnavailableResponse({ description: 'Send none: the answer says why.' })
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.checkDrain(), () => this.checkDatabase()]);
  }

  private checkDrain() {
    const indicator = this.indicators.check('process');
    return this.drain.isDraining ? indicator.down('this process is stopping') : indicator.up();
  }

  private async checkDatabase() {
    const indicator = this.indicators.check('database');
    try {
      await this.database.query('SELECT 1');
      return indicator.up();
    } catch {
      return indicator.down('the database cannot be reached');
    }
  }
}
