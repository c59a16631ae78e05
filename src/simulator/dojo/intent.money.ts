import type { SimulatorContext } from '../simulator.context.js';
import { newDojoId } from './dojo.ids.js';
import { conflict, notAllowed, refundRefused, refused } from './dojo.problem.js';
import { type CaptureRecord, copyMoney, type IntentRecord, type RefundRecord } from './dojo.state.js';
import { capturedValue, type IntentBook } from './intent.book.js';
import type { AmountRequest, CaptureRequest, RefundRequest } from './money.request.js';

const SLOW_CAPTURE_MS = 2000;

/** The merchant's side of an intent: cancel, capture, refund, reverse, change the amount. Throws `ProviderRefusal`. */
export class IntentMoney {
  constructor(
    private readonly simulator: SimulatorContext,
    private readonly book: IntentBook,
  ) {}

  cancel(intent: IntentRecord): void {
    if (intent.status !== 'Created') throw refused(`A payment intent in status ${intent.status} cannot be canceled.`);
    this.book.move(intent, 'Canceled');
  }

  changeAmount(intent: IntentRecord, request: AmountRequest): void {
    const allowed = intent.request.config?.payment?.customAmountAllowed === true;
    if (!allowed || intent.status !== 'Created')
      throw notAllowed('The amount of this payment intent cannot be changed.');
    if (request.amount.currencyCode !== intent.amount.currencyCode) throw refused('The currency cannot be changed.');
    intent.amount = copyMoney(request.amount);
    if (request.itemLines) intent.request.itemLines = request.itemLines;
    if (request.taxLines) intent.request.taxLines = request.taxLines;
    this.book.note(intent);
  }

  /** Partial and several captures, up to what is held. Returns the capture's id. */
  capture(intent: IntentRecord, request: CaptureRequest): string {
    const { payment } = intent;
    const capturable = intent.request.captureMode === 'Manual' && ['Authorized', 'Captured'].includes(intent.status);
    if (!payment || !capturable) throw conflict(`A payment intent in status ${intent.status} cannot be captured.`);
    const value = request.amount + (request.tipsAmount ?? 0);
    const underWay = intent.captures
      .filter(({ takenFrom }) => takenFrom)
      .reduce((sum, each) => sum + capturedValue(each), 0);
    if (payment.takenValue + underWay + value > payment.heldValue) {
      throw refused('The amount exceeds what is left to capture.');
    }
    const capture: CaptureRecord = {
      id: newDojoId('capture'),
      value: request.amount,
      tipsValue: request.tipsAmount ?? 0,
      createdAt: this.book.now(),
      takenFrom: this.slowness(intent),
    };
    intent.captures.push(capture);
    if (capture.takenFrom === undefined) payment.takenValue += value;
    this.book.note(intent, { transactionId: payment.transactionId, eventType: 'Captured' });
    this.book.move(intent, 'Captured');
    return capture.id;
  }

  /** One refund per idempotency key, whatever the repeated body says. A refusal leaves the key unused. */
  refund(intent: IntentRecord, idempotencyKey: string, request: RefundRequest): RefundRecord {
    const known = intent.refunds.find((refund) => refund.idempotencyKey === idempotencyKey);
    if (known) return known;
    const left = (intent.payment?.takenValue ?? 0) - intent.refundedValue;
    if (intent.status !== 'Captured' || request.amount > left || this.refundFails(intent)) throw refundRefused();
    const refund: RefundRecord = {
      refundId: newDojoId('refund'),
      idempotencyKey,
      value: request.amount,
      refundReason: request.refundReason,
      notes: request.notes,
    };
    intent.refunds.push(refund);
    intent.refundedValue += refund.value;
    this.book.note(intent, { transactionId: intent.payment!.transactionId, eventType: 'Refunded' });
    // A partial refund is announced too, under the unchanged status.
    this.book.move(intent, refund.value === left ? 'Refunded' : 'Captured');
    return refund;
  }

  /** Gives the whole amount back: a held one at any time, a captured one (automatic mode) on the day it was taken. */
  reverse(intent: IntentRecord): string {
    const { payment } = intent;
    const sameDay = payment?.at.slice(0, 10) === this.book.now().slice(0, 10);
    const fresh = intent.request.captureMode !== 'Manual' && sameDay && intent.refundedValue === 0;
    if (intent.moneyBackRefused) throw conflict('This payment intent cannot be reversed.');
    const reversible = intent.status === 'Authorized' || (intent.status === 'Captured' && fresh);
    if (!payment || !reversible) throw conflict(`A payment intent in status ${intent.status} cannot be reversed now.`);
    this.book.note(intent, { transactionId: payment.transactionId, eventType: 'Reversed' });
    this.book.move(intent, 'Reversed');
    return newDojoId('reversal');
  }

  private slowness(intent: IntentRecord): string | undefined {
    const target = { intentId: intent.id, reference: intent.request.reference, operation: 'capture' };
    const slow = this.simulator.scenarios.take('capture', target);
    return slow && this.simulator.clock.inSeconds((slow.options.delayMs ?? SLOW_CAPTURE_MS) / 1000).toISOString();
  }

  /** What refuses the refund refuses the reversal that a merchant may try instead, too; the next refund is judged anew. */
  private refundFails(intent: IntentRecord): boolean {
    const target = { intentId: intent.id, reference: intent.request.reference, operation: 'refund' };
    intent.moneyBackRefused = this.simulator.scenarios.take('refund', target) !== undefined;
    return intent.moneyBackRefused;
  }
}
