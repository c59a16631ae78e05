import { IsIn, IsOptional } from 'class-validator';
import { IsInstantOrDay } from '../../common/validation.js';
import type { ReportInstant } from '../payments-report.js';

export class PaymentsReportDto {
  /**
   * At this instant or later: a time with a zone, or a day, which begins at midnight in the account's time zone. Left out: from
   * the first payment.
   * @example '2026-11-01'
   */
  @IsOptional()
  @IsInstantOrDay()
  from?: string;

  /**
   * Before this instant, likewise: for November, `from=2026-11-01&to=2026-12-01`. Left out, or in the future: until now.
   * @example '2026-12-01'
   */
  @IsOptional()
  @IsInstantOrDay()
  to?: string;

  /** Which instant must lie between them: `created` for what was asked for, `paid` for the money that came in. */
  @IsOptional()
  @IsIn(['created', 'paid'])
  by?: ReportInstant;

  /** Begin with a byte order mark, by which Excel knows UTF-8 when the file is opened with a double click. */
  @IsOptional()
  @IsIn(['true', 'false'])
  bom?: 'true' | 'false';
}
