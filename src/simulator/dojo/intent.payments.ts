import { randomInt, randomUUID } from 'node:crypto';
import type { SimulatorContext } from '../simulator.context.js';
import type { CardAttempt, IntentRecord } from './dojo.state.js';
import { type IntentBook, totalValue } from './intent.book.js';
import { type CardEntry, findSandboxCard, lastFour } from './sandbox.cards.js';

/** What came of a payer's try. Only `paid` and `confirming` send the payer back to the merchant. */
export type PayOutcome =
  | { kind: 'paid' | 'confirming' | 'declined' | 'unknown_card' | 'closed' }
  | { kind: 'challenge'; transactionId: string };

/** The payer's side of an intent. Every step is synchronous, so two submits at once meet one after the other. */
export class IntentPayments {
  constructor(
    private readonly simulator: SimulatorContext,
    private readonly book: IntentBook,
  ) {}

  pay(intent: IntentRecord, entry: CardEntry & { slowBank: boolean }): PayOutcome {
    const settled = this.settledOutcome(intent);
    if (settled) return settled;
    const card = findSandboxCard(entry);
    if (!card) return { kind: 'unknown_card' };
    const attempt: CardAttempt = {
      transactionId: randomUUID(),
      cardLast4: lastFour(card),
      cardholderName: entry.name,
      slowBank: entry.slowBank,
    };
    if (card.behaviour === 'declines') return this.decline(intent, attempt);
    if (card.behaviour === 'pays') return this.charge(intent, attempt);
    intent.challenges.push(attempt);
    this.book.note(intent, eventOf(attempt, 'AuthChallenged'));
    return { kind: 'challenge', transactionId: attempt.transactionId };
  }

  /** The payer's answer to the 3-D Secure question; a rejection counts as a decline. */
  answerChallenge(intent: IntentRecord, transactionId: string, accepted: boolean): PayOutcome {
    const settled = this.settledOutcome(intent);
    if (settled) return settled;
    const attempt = intent.challenges.find((challenge) => challenge.transactionId === transactionId);
    if (!attempt) return { kind: 'declined' };
    intent.challenges = intent.challenges.filter((challenge) => challenge !== attempt);
    return accepted ? this.charge(intent, attempt) : this.decline(intent, attempt);
  }

  /** Whether a payer who opens the page now finds a form. */
  isPayable(intent: IntentRecord): boolean {
    return this.settledOutcome(intent) === undefined;
  }

  /** Takes up the slow banks that a restart interrupted. */
  resume(): void {
    for (const intent of this.book.all())
      if (intent.confirming) this.awaitBank(intent.id, intent.confirming.settleAtMs);
  }

  private settledOutcome(intent: IntentRecord): PayOutcome | undefined {
    if (intent.payment) return { kind: 'paid' };
    if (intent.confirming) return { kind: 'confirming' };
    const open = intent.status === 'Created' || (intent.status === 'Canceled' && this.lateMoney(intent, 'peek'));
    return open ? undefined : { kind: 'closed' };
  }

  private decline(intent: IntentRecord, attempt: CardAttempt): PayOutcome {
    this.book.note(intent, eventOf(attempt, 'Declined'));
    return { kind: 'declined' };
  }

  private charge(intent: IntentRecord, attempt: CardAttempt): PayOutcome {
    const slow = this.simulator.scenarios.take('bank', { intentId: intent.id, reference: intent.request.reference });
    if (!slow && !attempt.slowBank) return this.takeMoney(intent, attempt);
    const settleAtMs = Date.now() + (slow?.options.delayMs ?? this.simulator.slowBankMs);
    intent.confirming = { ...attempt, settleAtMs };
    this.simulator.store.touch();
    this.awaitBank(intent.id, settleAtMs);
    return { kind: 'confirming' };
  }

  private awaitBank(intentId: string, settleAtMs: number): void {
    this.simulator.timers.at(`bank ${intentId}`, settleAtMs, async () => {
      const intent = this.book.find(intentId);
      if (!intent?.confirming) return;
      const attempt = intent.confirming;
      delete intent.confirming;
      this.takeMoney(intent, attempt);
      await this.simulator.store.save();
    });
  }

  private takeMoney(intent: IntentRecord, attempt: CardAttempt): PayOutcome {
    // A slow bank may answer after the intent was canceled or ran out; then nothing is taken, unless a scenario wants it so.
    if (intent.status !== 'Created' && !this.lateMoney(intent, 'take')) {
      this.decline(intent, attempt);
      return { kind: 'closed' };
    }
    const holds = intent.request.captureMode === 'Manual';
    intent.payment = {
      transactionId: attempt.transactionId,
      cardLast4: attempt.cardLast4,
      cardholderName: attempt.cardholderName,
      authCode: String(randomInt(100_000, 999_999)),
      at: this.book.now(),
      heldValue: totalValue(intent),
      takenValue: holds ? 0 : totalValue(intent),
    };
    this.book.note(intent, eventOf(attempt, holds ? 'Authorized' : 'Captured'));
    this.book.move(intent, holds ? 'Authorized' : 'Captured');
    return { kind: 'paid' };
  }

  private lateMoney(intent: IntentRecord, how: 'peek' | 'take'): boolean {
    const target = { intentId: intent.id, reference: intent.request.reference };
    return this.simulator.scenarios[how]('late_money', target) !== undefined;
  }
}

function eventOf<T extends string>(attempt: CardAttempt, eventType: T) {
  const { transactionId, cardLast4, cardholderName } = attempt;
  return { transactionId, eventType, cardLast4, cardholderName };
}
