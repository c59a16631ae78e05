import { toPublicId } from '../../common/ids.js';
import { MoneySumDto } from '../../common/money.dto.js';
import { Checkout } from '../checkout.entity.js';
import type { PaymentLink } from '../payment-links.js';
import { paymentBody } from '../payment-body.js';
import type { Payment } from '../payment.entity.js';

export class LastDeclineDto {
  at: string;
  /** The provider's code, where it tells one. */
  code: string | null;
  message: string | null;
}

export class ReviewDto {
  /** @example 'late_payment' */
  reason: string;
  since: string;
}

export class PaymentCustomerDto {
  name: string | null;
  email: string | null;
  phone: string | null;
  externalId: string | null;
}

export class PaymentLineDto {
  description: string;
  quantity: number;
  amount: MoneySumDto;
  code: string | null;
}

export class BookingDto {
  /** `unbooked` from the moment the money is there until the ERP answers; null before. */
  status: 'unbooked' | 'posted' | 'rejected' | null;
  voucher: string | null;
  reason: string | null;
  at: string | null;
}

export class SettlementDto {
  status: 'settled';
  reference: string;
  at: string;
}

export class RecordedPaymentDto {
  method: 'cash' | 'bank_transfer' | 'other';
  receivedAt: string;
  note: string | null;
}

export class PaymentLinkDto {
  /** @example 'lnk_01h455vb4pex5vsknk084sn02q' */
  id: string;
  url: string;
  status: 'active' | 'paid' | 'canceled' | 'expired';
}

/** A hosted page at a provider. */
export class CheckoutDto {
  /** @example 'chk_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'checkout';
  /** @example 'dojo' */
  provider: string;
  connectionId: string;
  providerPaymentId: string | null;
  /** Where the payer pays. */
  url: string | null;
  status: 'creating' | 'open' | 'authorized' | 'paid' | 'closed';
  closedReason: string | null;
  createdAt: string;
  expiresAt: string | null;

  static from(checkout: Checkout): CheckoutDto {
    return {
      id: toPublicId('checkout', checkout.id),
      object: 'checkout',
      provider: checkout.provider,
      connectionId: toPublicId('connection', checkout.connectionId),
      providerPaymentId: checkout.providerPaymentId,
      url: checkout.url,
      status: checkout.status,
      closedReason: checkout.closedReason,
      createdAt: checkout.createdAt.toISOString(),
      expiresAt: checkout.expiresAt?.toISOString() ?? null,
    };
  }
}

/** What is owed, and what became of it. */
export class PaymentDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'payment';
  mode: 'sandbox' | 'live';
  /** @example 'INV-2026-0001' */
  reference: string;
  amount: MoneySumDto;
  amountPaid: MoneySumDto;
  amountRefunded: MoneySumDto;
  status:
    'open' | 'pending' | 'authorized' | 'paid' | 'failed' | 'partially_refunded' | 'refunded' | 'canceled' | 'expired';
  /** The last refused try; the payer can try again. */
  lastDecline: LastDeclineDto | null;
  /** Set when a person must look at it. */
  review: ReviewDto | null;
  description: string | null;
  customer: PaymentCustomerDto;
  items: PaymentLineDto[];
  capture: 'automatic' | 'manual';
  /** Until when held money can be captured, as far as the provider tells; null while none is held. */
  captureBefore: string | null;
  connectionId: string | null;
  provider: string | null;
  returnUrl: string | null;
  expiresAt: string | null;
  dueAt: string | null;
  metadata: Record<string, string>;
  /** The newest checkout. */
  checkout: CheckoutDto | null;
  links: PaymentLinkDto[];
  booking: BookingDto;
  settlement: SettlementDto | null;
  /** Set when it was paid by another way than a provider. */
  recorded: RecordedPaymentDto | null;
  /** When the provider will be asked next. */
  nextCheckAt: string | null;
  /** Grows by 1 with every event of this payment. */
  version: number;
  createdAt: string;
  updatedAt: string;
  paidAt: string | null;
  /** Since when it says nothing about a person any more: customer, texts, metadata and `returnUrl` are empty. */
  erasedAt: string | null;

  static from(payment: Payment, parts: { checkout: Checkout | undefined; links: readonly PaymentLink[] }): PaymentDto {
    const body = paymentBody(payment);
    const checkout = parts.checkout ?? null;
    return {
      ...body,
      status: payment.status,
      items: [...body.items],
      metadata: { ...body.metadata },
      checkout: checkout && CheckoutDto.from(checkout),
      links: parts.links.map(({ id, url, status }) => ({ id: toPublicId('link', id), url, status })),
      nextCheckAt: checkout?.dueAt?.toISOString() ?? null,
      erasedAt: payment.erasedAt?.toISOString() ?? null,
    };
  }
}
