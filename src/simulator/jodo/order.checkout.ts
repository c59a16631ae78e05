import type { SimulatorContext } from '../simulator.context.js';
import { newAttemptId } from './jodo.ids.js';
import type { OrderRecord, PayAttempt } from './jodo.state.js';
import { referencesOf } from './order.book.js';
import type { OrderLife } from './order.life.js';

/** What came of a payer's try. Only `paid` and `confirming` send the payer back to the merchant. */
export type PayOutcome = 'paid' | 'confirming' | 'declined' | 'closed';

/** The payer's side of an order. Every step is synchronous, so two submits at once meet one after the other. */
export class OrderCheckout {
  constructor(
    private readonly simulator: SimulatorContext,
    private readonly life: OrderLife,
  ) {}

  /** Sends the payer to an app or a bank that asks for approval; an order that cannot be paid has an outcome already. */
  begin(order: OrderRecord, choice: Omit<PayAttempt, 'id'>): PayAttempt | PayOutcome {
    const outcome = this.outcome(order);
    if (outcome) return outcome;
    const attempt = { id: newAttemptId(), ...choice };
    order.attempts.push(attempt);
    this.simulator.store.touch();
    return attempt;
  }

  /** The payer's answer. A declined try leaves no trace at Jodo: the order is unpaid as before. */
  answer(order: OrderRecord, attemptId: string, approved: boolean): PayOutcome {
    const outcome = this.outcome(order);
    if (outcome) return outcome;
    const attempt = this.attempt(order, attemptId);
    order.attempts = order.attempts.filter((candidate) => candidate !== attempt);
    this.simulator.store.touch();
    return attempt && approved ? this.charge(order, attempt) : 'declined';
  }

  attempt(order: OrderRecord, attemptId: string): PayAttempt | undefined {
    return order.attempts.find((candidate) => candidate.id === attemptId);
  }

  /** What a payer who opens the page now is told instead of being asked to pay. */
  outcome(order: OrderRecord): PayOutcome | undefined {
    if (order.payment) return 'paid';
    if (order.confirming) return 'confirming';
    return order.status === 'unpaid' || this.life.lateMoney(order, 'peek') ? undefined : 'closed';
  }

  private charge(order: OrderRecord, attempt: PayAttempt): PayOutcome {
    const slow = this.simulator.scenarios.take('bank', { intentId: order.id, reference: referencesOf(order.notes) });
    if (!slow && !attempt.slowBank) return this.life.takeMoney(order, attempt) ? 'paid' : 'closed';
    this.life.awaitBank(order, attempt, slow?.options.delayMs ?? this.simulator.slowBankMs);
    return 'confirming';
  }
}
