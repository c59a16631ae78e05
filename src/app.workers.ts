import type { INestApplication } from '@nestjs/common';
import { AppLogger } from './common/app-logger.js';
import { TableStatisticsWorker } from './database/table-statistics.worker.js';
import { Waker } from './database/waker.js';
import { WorkerLoop, type WorkerTask } from './database/worker-loop.js';
import { EventSequencerWorker } from './events/event-sequencer.worker.js';
import { IdempotencyExpiryWorker } from './idempotency/idempotency-expiry.worker.js';
import { LinkExpiryWorker } from './links/link-expiry.worker.js';
import { ReceiptsWorker } from './links/receipts/receipts.worker.js';
import { NotificationsWorker } from './notifications/notifications.worker.js';
import { PaymentCaptureWarningWorker } from './payments/payment-capture-warning.worker.js';
import { PaymentExpiryWorker } from './payments/payment-expiry.worker.js';
import { PaymentSyncWorker } from './payments/payment-sync.worker.js';
import { PaymentUnbookedWorker } from './payments/payment-unbooked.worker.js';
import { RefundSyncWorker } from './payments/refund-sync.worker.js';
import { ReconciliationWorker } from './reconciliation/reconciliation.worker.js';
import { ErasuresWorker } from './personal-data/erasures.worker.js';
import { KeptDataExpiryWorker } from './personal-data/kept-data-expiry.worker.js';
import { RetentionWorker } from './personal-data/retention.worker.js';
import { DeliveriesWorker } from './webhooks/outgoing/deliveries.worker.js';
import { DeliveryPlannerWorker } from './webhooks/outgoing/delivery-planner.worker.js';

const WORKERS = [
  PaymentSyncWorker,
  PaymentExpiryWorker,
  PaymentUnbookedWorker,
  PaymentCaptureWarningWorker,
  RefundSyncWorker,
  ReconciliationWorker,
  EventSequencerWorker,
  DeliveryPlannerWorker,
  DeliveriesWorker,
  ReceiptsWorker,
  NotificationsWorker,
  LinkExpiryWorker,
  IdempotencyExpiryWorker,
  ErasuresWorker,
  RetentionWorker,
  KeptDataExpiryWorker,
  TableStatisticsWorker,
];

export interface Workers {
  /** Resolves when everything in progress has ended. */
  stop(): Promise<void>;
}

/** Any number of processes may do this at once on one database. */
export function startWorkers(app: INestApplication): Workers {
  const loops = WORKERS.map(
    (worker) => new WorkerLoop(app.get<WorkerTask>(worker), app.get(Waker), app.get(AppLogger)),
  );
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
