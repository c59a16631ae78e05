import { toPublicId } from '../../common/ids.js';
import { IsEmailAddress } from '../../common/validation.js';
import type { Erasure } from '../erasure.entity.js';
import type { Rest } from '../erasures.service.js';

export class RequestErasureDto {
  /**
   * Upper and lower case are the same.
   * @example 'payer@example.com'
   */
  @IsEmailAddress()
  email: string;
}

/** A payment that cannot be erased yet. It is as soon as it can be. */
export class WaitingPaymentDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  paymentId: string;
  /**
   * `not_ended`: it can still be paid; cancel it, or wait. `checkout_open`: a page at the provider can still be paid, which is
   * looked at until it is closed. `refund_pending`: money is on its way back. `in_review`: a person must look at it first.
   */
  reason: 'not_ended' | 'checkout_open' | 'refund_pending' | 'in_review';
}

/** The forgetting of a person's data. It holds no address. */
export class ErasureDto {
  /** @example 'era_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'erasure';
  mode: 'sandbox' | 'live';
  /** Somebody has asked for it, or the account's `retention` has. */
  cause: 'request' | 'retention';
  /** `waiting`: all is erased but for payments that have not ended; see `waiting`. */
  status: 'running' | 'waiting' | 'done';
  /** How many payments are erased. */
  erasedPayments: number;
  /** How many mails to the address are erased that were about payments of others. */
  erasedNotifications: number;
  waitingPayments: number;
  /** The first hundred of them. */
  waiting: WaitingPaymentDto[];
  createdAt: string;
  finishedAt: string | null;

  static from(erasure: Erasure, rest: Rest): ErasureDto {
    const { id, mode, cause, erasedPayments, erasedNotifications, createdAt, finishedAt } = erasure;
    return {
      id: toPublicId('erasure', id),
      object: 'erasure',
      mode,
      cause,
      status: statusOf(erasure, rest),
      erasedPayments,
      erasedNotifications,
      waitingPayments: rest.waitingCount,
      waiting: rest.waiting.map((payment) => ({
        paymentId: toPublicId('payment', payment.id),
        reason: payment.reason,
      })),
      createdAt: createdAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    };
  }
}

function statusOf({ collectedAt, finishedAt }: Erasure, { waitingCount, underWayCount }: Rest): ErasureDto['status'] {
  if (finishedAt !== null) return 'done';
  return collectedAt !== null && waitingCount > 0 && underWayCount === 0 ? 'waiting' : 'running';
}
