import { Module, type OnModuleInit } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { EventsModule } from '../events/events.module.js';
import { CaptureResolution } from './capture-resolution.service.js';
import { CheckoutAdoption } from './checkout-adoption.service.js';
import { CheckoutCreation } from './checkout-creation.service.js';
import { CheckoutsService } from './checkouts.service.js';
import { LookLog } from './look-log.js';
import { PaymentBooking } from './payment-booking.service.js';
import { PaymentCaptureWarningWorker } from './payment-capture-warning.worker.js';
import { PaymentCapture } from './payment-capture.service.js';
import { PaymentDescriptions } from './payment-descriptions.js';
import { PaymentEdits } from './payment-edits.service.js';
import { PaymentExpiryWorker } from './payment-expiry.worker.js';
import { PaymentLinks } from './payment-links.js';
import { PaymentMoneyController } from './payment-money.controller.js';
import { PaymentRecording } from './payment-recording.service.js';
import { PaymentRefresh } from './payment-refresh.service.js';
import { checkPaymentMoves } from './payment-status.js';
import { PaymentSync } from './payment-sync.service.js';
import { PaymentSyncWorker } from './payment-sync.worker.js';
import { PaymentUnbookedWorker } from './payment-unbooked.worker.js';
import { PaymentWarnings } from './payment-warnings.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsList } from './payments.list.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { ProviderPages } from './provider-pages.js';
import { RefundOutcomes } from './refund-outcomes.js';
import { RefundResolution } from './refund-resolution.service.js';
import { RefundSettlement } from './refund-settlement.js';
import { RefundSync } from './refund-sync.service.js';
import { RefundSyncWorker } from './refund-sync.worker.js';
import { RefundsController } from './refunds.controller.js';
import { RefundsService } from './refunds.service.js';

@Module({
  imports: [ConnectionsModule, EventsModule],
  controllers: [PaymentsController, PaymentMoneyController, RefundsController],
  providers: [
    CaptureResolution,
    CheckoutAdoption,
    CheckoutCreation,
    CheckoutsService,
    LookLog,
    PaymentBooking,
    PaymentCapture,
    PaymentCaptureWarningWorker,
    PaymentDescriptions,
    PaymentEdits,
    PaymentExpiryWorker,
    PaymentLinks,
    PaymentRecording,
    PaymentRefresh,
    PaymentSync,
    PaymentSyncWorker,
    PaymentUnbookedWorker,
    PaymentWarnings,
    PaymentsList,
    PaymentsRepository,
    PaymentsService,
    ProviderPages,
    RefundOutcomes,
    RefundResolution,
    RefundSettlement,
    RefundSync,
    RefundSyncWorker,
    RefundsService,
  ],
  exports: [
    CheckoutAdoption,
    CheckoutsService,
    PaymentCaptureWarningWorker,
    PaymentExpiryWorker,
    PaymentLinks,
    PaymentSync,
    PaymentSyncWorker,
    PaymentUnbookedWorker,
    PaymentsRepository,
    PaymentsService,
    RefundSyncWorker,
  ],
})
export class PaymentsModule implements OnModuleInit {
  onModuleInit(): void {
    checkPaymentMoves();
  }
}
