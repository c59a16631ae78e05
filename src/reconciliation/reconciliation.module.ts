import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { AccountDays } from './account-day.js';
import { BooksComparison } from './books-comparison.service.js';
import { ControlTotalsQuery } from './control-totals.query.js';
import { DayComparison } from './day-comparison.service.js';
import { OpenLooks } from './open-looks.service.js';
import { OwnCheckouts } from './own-checkouts.query.js';
import { ReconciliationPlan } from './reconciliation-plan.js';
import { ReconciliationProgress } from './reconciliation-progress.js';
import { ReconciliationStates } from './reconciliation-states.query.js';
import { ReconciliationWorker } from './reconciliation.worker.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { Reconciliations } from './reconciliations.service.js';
import { StrangersService } from './strangers.service.js';

@Module({
  imports: [ConnectionsModule, PaymentsModule],
  controllers: [ReconciliationController],
  providers: [
    AccountDays,
    BooksComparison,
    ControlTotalsQuery,
    DayComparison,
    OpenLooks,
    OwnCheckouts,
    ReconciliationPlan,
    ReconciliationProgress,
    ReconciliationStates,
    ReconciliationWorker,
    Reconciliations,
    StrangersService,
  ],
  exports: [ReconciliationStates, ReconciliationWorker, Reconciliations],
})
export class ReconciliationModule {}
