import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyExpiryWorker } from './idempotency-expiry.worker.js';
import { IdempotencyService } from './idempotency.service.js';

@Module({
  providers: [
    IdempotencyService,
    IdempotencyExpiryWorker,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class IdempotencyModule {}
