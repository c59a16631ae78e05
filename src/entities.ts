import { Account } from './accounts/account.entity.js';
import { ApiKey } from './accounts/api-key.entity.js';
import { RateLimitRow } from './accounts/rate-limit.entity.js';
import { Connection } from './connections/connection.entity.js';
import { ProviderPaceRow } from './connections/provider-pace.entity.js';
import { InstallationFact } from './database/installation.entity.js';
import { EventCounter } from './events/event-counter.entity.js';
import { Event } from './events/event.entity.js';
import { IdempotencyKey } from './idempotency/idempotency-key.entity.js';
import { Link } from './links/link.entity.js';
import { Notification } from './notifications/notification.entity.js';
import { Checkout } from './payments/checkout.entity.js';
import { Look } from './payments/look.entity.js';
import { Payment } from './payments/payment.entity.js';
import { ReconciledDay } from './reconciliation/reconciled-day.entity.js';
import { Reconciliation } from './reconciliation/reconciliation.entity.js';
import { ReceiptPosition } from './links/receipts/receipt-position.entity.js';
import { Erasure } from './personal-data/erasure.entity.js';
import { Refund } from './payments/refund.entity.js';
import { ReceivedWebhook } from './webhooks/incoming/received-webhook.entity.js';
import { CertificateSlot } from './webhooks/outgoing/certification/certificate-slot.entity.js';
import { DeliveryAttempt } from './webhooks/outgoing/delivery-attempt.entity.js';
import { Delivery } from './webhooks/outgoing/delivery.entity.js';
import { DeliveryPosition } from './webhooks/outgoing/delivery-position.entity.js';
import { Endpoint } from './webhooks/outgoing/endpoint.entity.js';

/** Every table. A test compares them with what the migrations build. */
export const ENTITIES = [
  Account,
  ApiKey,
  CertificateSlot,
  Checkout,
  Connection,
  Delivery,
  DeliveryAttempt,
  DeliveryPosition,
  Endpoint,
  Erasure,
  Event,
  EventCounter,
  IdempotencyKey,
  InstallationFact,
  Link,
  Look,
  Notification,
  Payment,
  ProviderPaceRow,
  RateLimitRow,
  ReceiptPosition,
  ReceivedWebhook,
  ReconciledDay,
  Reconciliation,
  Refund,
] as const;
