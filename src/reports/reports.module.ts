import { Module } from '@nestjs/common';
import { PaymentsReportController } from './payments-report.controller.js';
import { PaymentsReport } from './payments-report.js';
import { ReportPeriods } from './report-period.js';
import { ReportStreams } from './report-streams.js';

@Module({
  controllers: [PaymentsReportController],
  providers: [PaymentsReport, ReportPeriods, ReportStreams],
})
export class ReportsModule {}
