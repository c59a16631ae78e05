import { Router } from 'express';
import type { PageRenderer } from '../page.renderer.js';
import type { SimulatorContext } from '../simulator.context.js';
import { checkoutRoutes } from './checkout.routes.js';
import { returnUrl } from './checkout.view.js';
import { DojoCalls, send } from './dojo.calls.js';
import { dojoGate, dojoUnreadable } from './dojo.gate.js';
import { dojoDeliveries, dojoLedger } from './dojo.ledger.js';
import { DOJO_OPERATIONS } from './dojo.operations.js';
import { notFound } from './dojo.problem.js';
import { emptyDojoState, type DojoState } from './dojo.state.js';
import { IntentBook } from './intent.book.js';
import { IntentMoney } from './intent.money.js';
import { IntentPayments } from './intent.payments.js';
import { intentRoutes } from './intents.routes.js';
import { SANDBOX_CARDS } from './sandbox.cards.js';
import { subscriptionRoutes } from './subscriptions.routes.js';
import { WebhookSender } from './webhook.sender.js';

export interface MachinePayment {
  readonly intentId: string;
  readonly card: string;
  readonly challenge?: 'accept' | 'reject';
  readonly slowBank?: boolean;
}

/** Dojo's side of the wire: its API, its hosted page, its webhooks, and the truth behind them. */
export class DojoSimulator {
  readonly operations: readonly string[] = DOJO_OPERATIONS;
  private readonly webhooks: WebhookSender;
  private readonly book: IntentBook;
  private readonly payments: IntentPayments;

  constructor(private readonly simulator: SimulatorContext) {
    this.webhooks = new WebhookSender(simulator);
    this.book = new IntentBook(simulator, this.webhooks);
    this.payments = new IntentPayments(simulator, this.book);
  }

  routes(pages: PageRenderer): Router {
    const { simulator, book, payments } = this;
    const calls = new DojoCalls(simulator);
    const money = new IntentMoney(simulator, book);
    const router = Router();
    router.use(checkoutRoutes({ simulator, pages, book, payments }));
    router.use(['/payment-intents', '/webhooks'], ...dojoGate);
    router.use(intentRoutes({ simulator, calls, book, money }));
    router.use(subscriptionRoutes(simulator, calls));
    router.use(['/payment-intents', '/webhooks'], (_request, response) => send(notFound().answer, response));
    router.use(dojoUnreadable);
    return router;
  }

  /** Does what the hosted page does, for callers without a browser; `undefined` for an unknown intent. */
  pay({ intentId, card, challenge, slowBank = false }: MachinePayment) {
    const intent = this.book.find(intentId);
    if (!intent) return undefined;
    const { number, expiry, cvv } = SANDBOX_CARDS.find((known) => known.number === card) ?? {
      number: card,
      expiry: '',
      cvv: '',
    };
    let outcome = this.payments.pay(intent, { number, expiry, cvv, name: 'Sandbox Payer', slowBank });
    if (outcome.kind === 'challenge' && challenge) {
      outcome = this.payments.answerChallenge(intent, outcome.transactionId, challenge === 'accept');
    }
    const leavesPage = outcome.kind === 'paid' || outcome.kind === 'confirming';
    return { status: intent.status, outcome: outcome.kind, redirectUrl: (leavesPage && returnUrl(intent)) || null };
  }

  ledger() {
    return dojoLedger(this.state(), this.book);
  }

  deliveries() {
    return dojoDeliveries(this.state());
  }

  /** Forgets intents, deliveries and counts. Subscriptions stay: they are the accounts' settings, not their history. */
  reset(): void {
    const { subscriptions } = this.state();
    this.simulator.timers.forgetAll();
    this.simulator.store.state.dojo = { ...emptyDojoState(), subscriptions };
    this.simulator.store.touch();
  }

  /** Goes on with what a restart interrupted. */
  resume(): void {
    this.webhooks.resume();
    this.payments.resume();
  }

  close(): Promise<void> {
    return this.webhooks.close();
  }

  private state(): DojoState {
    return this.simulator.store.state.dojo;
  }
}
