import { Router } from 'express';
import type { PageRenderer } from '../page.renderer.js';
import { send } from '../provider.answer.js';
import { ProviderCalls } from '../provider.calls.js';
import { readRequest } from '../request.reader.js';
import type { SimulatedProvider } from '../simulated.provider.js';
import type { SimulatorContext } from '../simulator.context.js';
import { checkoutRoutes } from './checkout.routes.js';
import { returnUrl } from './checkout.view.js';
import { dojoDialect } from './dojo.dialect.js';
import { dojoGate, dojoUnreadable } from './dojo.gate.js';
import { dojoDeliveries, dojoLedger, dojoPayments } from './dojo.ledger.js';
import { DOJO_OPERATIONS, type DojoOperation } from './dojo.operations.js';
import { notFound } from './dojo.problem.js';
import { type DojoState, emptyDojoState } from './dojo.state.js';
import { IntentBook } from './intent.book.js';
import { IntentMoney } from './intent.money.js';
import { IntentPayments } from './intent.payments.js';
import { intentRoutes } from './intents.routes.js';
import { MachineRequest } from './machine.request.js';
import { SANDBOX_CARDS } from './sandbox.cards.js';
import { subscriptionRoutes } from './subscriptions.routes.js';
import { WebhookSender } from './webhook.sender.js';

/** Twelve tries over some twenty minutes, about what Dojo's integrators report. */
export const DOJO_RETRY_SCHEDULE_MS = [
  500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 120_000, 300_000, 600_000,
] as const;

/** Dojo's side of the wire: its API, its hosted page, its webhooks, and the truth behind them. */
export class DojoSimulator implements SimulatedProvider {
  readonly name = 'dojo';
  readonly operations: readonly string[] = DOJO_OPERATIONS;
  readonly actions = {};
  private readonly webhooks: WebhookSender;
  private readonly book: IntentBook;
  private readonly checkout: IntentPayments;

  constructor(private readonly simulator: SimulatorContext) {
    this.webhooks = new WebhookSender(simulator);
    this.book = new IntentBook(simulator, this.webhooks);
    this.checkout = new IntentPayments(simulator, this.book);
  }

  routes(pages: PageRenderer): Router {
    const { simulator, book, checkout: payments } = this;
    const calls = new ProviderCalls<DojoOperation>(simulator, dojoDialect(simulator));
    const money = new IntentMoney(simulator, book);
    const router = Router();
    router.use(checkoutRoutes({ simulator, pages, book, payments }));
    router.use(['/payment-intents', '/webhooks'], ...dojoGate);
    router.use(intentRoutes({ simulator, calls, book, money }));
    router.use(subscriptionRoutes(simulator, calls));
    router.use(['/payment-intents', '/webhooks'], (_request, response) => send(notFound().answer, response));
    router.use(['/payment-intents', '/webhooks'], dojoUnreadable);
    return router;
  }

  knows(intentId: string): boolean {
    return this.book.find(intentId) !== undefined;
  }

  pay(body: unknown) {
    const { intentId, card, challenge, slowBank = false } = readRequest(MachineRequest, body);
    const intent = this.book.find(intentId);
    if (!intent) return undefined;
    const { number, expiry, cvv } = SANDBOX_CARDS.find((known) => known.number === card) ?? {
      number: card,
      expiry: '',
      cvv: '',
    };
    let outcome = this.checkout.pay(intent, { number, expiry, cvv, name: 'Sandbox Payer', slowBank });
    if (outcome.kind === 'challenge' && challenge) {
      outcome = this.checkout.answerChallenge(intent, outcome.transactionId, challenge === 'accept');
    }
    const leavesPage = outcome.kind === 'paid' || outcome.kind === 'confirming';
    return { status: intent.status, outcome: outcome.kind, redirectUrl: (leavesPage && returnUrl(intent)) || null };
  }

  ledger(reference?: string) {
    return dojoLedger(this.state(), this.book.all(reference));
  }

  deliveries() {
    return dojoDeliveries(this.state());
  }

  payments() {
    return dojoPayments(this.book);
  }

  clockMoved(): void {
    // Listing closes what has expired by now.
    this.book.all();
  }

  reset(): void {
    const { subscriptions } = this.state();
    this.simulator.store.state.dojo = { ...emptyDojoState(), subscriptions };
    this.simulator.store.touch();
  }

  resume(): void {
    this.webhooks.resume();
    this.checkout.resume();
  }

  close(): Promise<void> {
    return this.webhooks.close();
  }

  private state(): DojoState {
    return this.simulator.store.state.dojo;
  }
}
