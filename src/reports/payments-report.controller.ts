import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors } from '../common/api-docs.js';
import { PaymentsReportDto } from './dto/payments-report.dto.js';
import { PaymentsReport } from './payments-report.js';
import { ReportPeriods } from './report-period.js';
import { ReportStreams } from './report-streams.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class PaymentsReportController {
  constructor(
    private readonly periods: ReportPeriods,
    private readonly report: PaymentsReport,
    private readonly streams: ReportStreams,
  ) {}

  /**
   * Download payments as CSV
   * @remarks Oldest first, one line for each payment, streamed: a year's payments take no more memory than a day's. Only an
   * answer that ends properly is whole; where something fails in between, the connection is cut. At most four reports of an
   * account can be under way in one process. Columns keep their names and order, and new ones come at the end; what each
   * holds, and how texts that look like formulas are written, is told in `docs/reports.md`.
   */
  @Get('payments.csv')
  @RequiresScope('payments:read')
  @ApiOkResponse({
    description: 'RFC 4180 in UTF-8, with a header line.',
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  @ApiErrors('validation_failed')
  async payments(
    @CurrentCaller() caller: Caller,
    @Query() { from, to, by = 'created', bom }: PaymentsReportDto,
    @Res() response: Response,
  ): Promise<void> {
    const period = await this.periods.of(caller, { from, to });
    const span = `${from ?? 'begin'}-to-${to ?? period.to.toISOString()}`.replace(/[^\w-]/g, '');
    await this.streams.send(response, {
      owner: caller,
      lines: this.report.lines(caller, { ...period, by }),
      fileName: `payments-${caller.mode}-${by}-${span}.csv`,
      hasByteOrderMark: bom === 'true',
    });
  }
}
