import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments/payments.module.js';
import { AddressSeals } from './address-seals.js';
import { AnswerErasure } from './answer-erasure.js';
import { ErasureCollection } from './erasure-collection.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { ErasuresWorker } from './erasures.worker.js';
import { KeptDataExpiryWorker } from './kept-data-expiry.worker.js';
import { PaymentErasure } from './payment-erasure.js';
import { RetentionWorker } from './retention.worker.js';

/** Forgets people: on request, and what is older than its account wants to keep it. */
@Module({
  imports: [PaymentsModule],
  controllers: [ErasuresController],
  providers: [
    AddressSeals,
    AnswerErasure,
    ErasureCollection,
    ErasuresService,
    ErasuresWorker,
    KeptDataExpiryWorker,
    PaymentErasure,
    RetentionWorker,
  ],
  exports: [ErasuresService, ErasuresWorker, KeptDataExpiryWorker, RetentionWorker],
})
export class PersonalDataModule {}
