import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { NoKey } from '../accounts/api-key.decorators.js';
import { ApiErrors } from '../common/api-docs.js';
import { DomainError } from '../common/domain-error.js';
import { Drain } from '../common/drain.js';
import { Database } from '../database/database.js';

const OK = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['ok'] } },
  required: ['status'],
};

@ApiTags('Health')
@NoKey({ isLimited: false })
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
  @ApiOkResponse({ description: 'Restart the process when this does not answer.', schema: OK })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can take requests */
  @Get('ready')
  @ApiOkResponse({ description: 'Send requests here.', schema: OK })
  @ApiErrors('unavailable')
  async ready(): Promise<HealthCheckResult> {
    try {
      return await this.health.check([() => this.checkDrain(), () => this.checkDatabase()]);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const { error: down = {} } = error.getResponse() as HealthCheckResult;
      const reasons = Object.values(down).map((indicator) => String(indicator?.['message']));
      throw new DomainError('unavailable', `Send no requests here: ${reasons.join(', ')}.`, { retryAfterSeconds: 2 });
    }
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
