import type { PaymentBody } from '../../src/payments/payment-body.js';
import type { RefundBody } from '../../src/payments/refund-body.js';
import { isLegalMove, isPaidStatus, statusOfSums } from './legal.moves.js';

/** An event of the feed that is about a payment. */
export interface StoryEvent {
  readonly sequence: number;
  readonly type: string;
  readonly data: { readonly payment: PaymentBody; readonly refund?: RefundBody };
}

const UNEXPECTED_MONEY = ['late_payment', 'surplus'];

/** A payment as an ERP knows it that does nothing but read the feed. Each event is held against all that came before it. */
export class PaymentStory {
  readonly faults: string[] = [];
  readonly types: string[] = [];
  readonly refunds = new Map<string, RefundBody>();
  private readonly bodies: PaymentBody[] = [];
  private isLatenessUntold = false;

  get version(): number {
    return this.bodies.length;
  }

  /** The payment right after its n-th event. */
  at(version: number): PaymentBody | undefined {
    return this.bodies[version - 1];
  }

  has(type: string): boolean {
    return this.types.includes(type);
  }

  add({ type, data }: StoryEvent): void {
    this.types.push(type);
    if (data.refund) this.addRefund(type, data.refund);
    else if (type.startsWith('payment.')) this.addStep(type, data.payment);
  }

  private addStep(type: string, after: PaymentBody): void {
    const before = this.bodies.at(-1);
    this.bodies.push(after);
    this.expect(
      after.version === this.bodies.length,
      `${type} has version ${after.version}, not ${this.bodies.length}`,
    );
    if (!before) this.judgeBirth(type, after);
    else {
      this.judgeMove(type, before, after);
      this.judgeSums(type, before, after);
      this.judgeReview(type, before, after);
    }
  }

  private judgeBirth(type: string, after: PaymentBody): void {
    this.expect(type === 'payment.created' && after.status === 'open', `it begins with ${type}, ${after.status}`);
    this.expect(after.amountPaid.value === 0 && after.amountRefunded.value === 0, 'it begins with money');
  }

  private judgeMove(type: string, before: PaymentBody, after: PaymentBody): void {
    this.expect(isLegalMove(type, before.status, after.status), `${type} moves ${before.status} to ${after.status}`);
    this.expect(after.id === before.id && same(after.amount, before.amount), `${type} makes another payment of it`);
    this.expect(type !== 'payment.failed' || after.lastDecline !== null, 'it failed without a decline');
    const isDecline = type === 'payment.declined';
    this.expect(isDecline !== same(before.lastDecline, after.lastDecline), `${type} has a wrong last decline`);
  }

  private judgeSums(type: string, before: PaymentBody, after: PaymentBody): void {
    const paid = after.amountPaid.value - before.amountPaid.value;
    const refunded = after.amountRefunded.value - before.amountRefunded.value;
    this.expect(paid >= 0 && refunded >= 0, `${type} takes money back: paid ${paid}, refunded ${refunded}`);
    this.expect(after.amountRefunded.value <= after.amountPaid.value, `${type} refunds more than was paid`);
    this.expect(isPaidStatus(after.status) === after.amountPaid.value > 0, `${after.status} with ${paid} more paid`);
    const isSurplus = before.amountPaid.value > 0 && ['payment.review_required', 'payment.updated'].includes(type);
    this.expect(paid === 0 || type === 'payment.paid' || isSurplus, `${type} brings ${paid}`);
    this.expect(refunded > 0 === (type === 'payment.refunded'), `${type} gives ${refunded} back`);
    if (type === 'payment.paid') this.judgeFirstMoney(after, paid);
    if (type === 'payment.refunded' && before.status !== 'refunded') {
      const sums = { paid: after.amountPaid.value, refunded: after.amountRefunded.value };
      this.expect(after.status === statusOfSums(sums), `${after.status} after ${sums.refunded} of ${sums.paid}`);
    }
  }

  private judgeFirstMoney({ amount, capture }: PaymentBody, paid: number): void {
    const isAsked = capture === 'manual' ? paid > 0 && paid <= amount.value : paid === amount.value;
    this.expect(isAsked, `paid ${paid} of ${amount.value}`);
  }

  private judgeReview(type: string, before: PaymentBody, after: PaymentBody): void {
    const isAboutReview = type === 'payment.review_required' || type === 'payment.review_cleared';
    this.expect(isAboutReview !== same(before.review, after.review), `${type} has a wrong review`);
    this.expect((after.review === null) === (type === 'payment.review_cleared') || !isAboutReview, `${type} is empty`);
    const isFlagged = UNEXPECTED_MONEY.includes(after.review?.reason ?? '');
    this.expect(!this.isLatenessUntold || isFlagged, `late money, and then ${type}`);
    this.isLatenessUntold = type === 'payment.paid' && ['canceled', 'expired'].includes(before.status) && !isFlagged;
    const isSurplus = before.amountPaid.value > 0 && after.amountPaid.value > before.amountPaid.value;
    this.expect(!isSurplus || isFlagged, `${type} brings a surplus that nobody is told to look at`);
  }

  private addRefund(type: string, refund: RefundBody): void {
    const known = this.refunds.get(refund.id);
    const isOpen = known !== undefined && !['succeeded', 'failed'].includes(known.status);
    this.expect(
      type === 'refund.created' ? !known : isOpen,
      `${type} of a refund that was ${known?.status ?? 'unknown'}`,
    );
    this.expect(!known || same(known.amount, refund.amount), `${type} tells another amount`);
    this.refunds.set(refund.id, refund);
  }

  private expect(isRight: boolean, otherwise: string): void {
    if (!isRight) this.faults.push(`event ${this.types.length}: ${otherwise}`);
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
