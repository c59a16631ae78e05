import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent } from '../common/api-docs.js';
import { AccountDays, utcDaysOf } from './account-day.js';
import { BooksComparison } from './books-comparison.service.js';
import { ControlTotalsQuery } from './control-totals.query.js';
import { BooksDifferenceDto, MAX_SHOWN } from './dto/books-difference.dto.js';
import { ErpBooksDto } from './dto/erp-books.dto.js';
import { ReconciliationDto } from './dto/reconciliation.dto.js';
import { ReconciliationStates } from './reconciliation-states.query.js';

const DATE = ApiParam({
  name: 'date',
  description: "A day by the clock of the account's time zone.",
  schema: { type: 'string', format: 'date' },
  example: '2026-11-20',
});

@ApiTags('Reconciliation')
@Controller('v1/reconciliation')
export class ReconciliationController {
  constructor(
    private readonly days: AccountDays,
    private readonly totals: ControlTotalsQuery,
    private readonly states: ReconciliationStates,
    private readonly books: BooksComparison,
  ) {}

  /**
   * Read a day's control totals
   * @remarks What was paid that day, by currency and provider, and how it stands now; and how far each connection has been
   * compared with its provider's own list, which goes by UTC days: the figures are those of the one or two that the day
   * touches.
   */
  @Get(':date')
  @RequiresScope('payments:read')
  @DATE
  @ApiErrors('validation_failed')
  async get(@CurrentCaller() caller: Caller, @Param('date') date: string): Promise<ReconciliationDto> {
    const day = await this.days.of(caller, date);
    const [totals, connections] = await Promise.all([
      this.totals.read(caller, day),
      this.states.ofDays(caller, utcDaysOf(day)),
    ]);
    return ReconciliationDto.from(day, { mode: caller.mode, totals, connections });
  }

  /**
   * Compare your books of a day
   * @remarks Up to 50 000 payments, by id or by reference, and 8 MB. Answers the difference both ways, and changes nothing.
   * Of each kind of difference the count is whole and the first 200 are shown: correct those and send your books again.
   */
  @Post(':date')
  @HttpCode(200)
  @RequiresScope('payments:read')
  @DATE
  @ApiIdempotent()
  async compare(
    @CurrentCaller() caller: Caller,
    @Param('date') date: string,
    @Body() dto: ErpBooksDto,
  ): Promise<BooksDifferenceDto> {
    const day = await this.days.of(caller, date);
    const entries = ErpBooksDto.entriesOf(dto);
    const books = await this.books.compare(caller, { day, entries, shown: MAX_SHOWN });
    return BooksDifferenceDto.from(day, { given: entries.length, books });
  }
}
