import { Router } from 'express';
import type { PageRenderer } from '../page.renderer.js';
import { send } from '../provider.answer.js';
import { ProviderCalls } from '../provider.calls.js';
import { InvalidRequest, readRequest } from '../request.reader.js';
import type { SimulatedProvider } from '../simulated.provider.js';
import type { SimulatorContext } from '../simulator.context.js';
import { HookSender } from './hook.sender.js';
import { hookRoutes } from './hooks.routes.js';
import { GATEWAY_NOT_FOUND } from './jodo.answer.js';
import { jodoDialect } from './jodo.dialect.js';
import { jodoUnreadable } from './jodo.gate.js';
import { jodoDeliveries, jodoLedger, jodoPayments } from './jodo.ledger.js';
import { JODO_OPERATIONS, type JodoOperation } from './jodo.operations.js';
import { emptyJodoState, type JodoState } from './jodo.state.js';
import { MachineRequest, SettleRequest } from './machine.requests.js';
import { OrderBook } from './order.book.js';
import { OrderCheckout } from './order.checkout.js';
import { OrderLife } from './order.life.js';
import { orderRoutes } from './orders.routes.js';
import { payRoutes } from './pay.routes.js';
import { returnUrl } from './pay.view.js';

const HOUR_MS = 3_600_000;

/** Five retries, 6 and 24 hours apart, within three days; Jodo publishes no timetable closer than that. */
export const JODO_RETRY_SCHEDULE_MS = [6, 6, 6, 24, 24].map((hours) => hours * HOUR_MS);

/** Jodo's side of the wire: its API, its hosted page, its webhooks, and the truth behind them. */
export class JodoSimulator implements SimulatedProvider {
  readonly name = 'jodo';
  readonly operations: readonly string[] = JODO_OPERATIONS;
  readonly actions = { settle: (body: unknown) => this.settle(body) };
  private readonly hooks: HookSender;
  private readonly book: OrderBook;
  private readonly life: OrderLife;
  private readonly checkout: OrderCheckout;

  constructor(private readonly simulator: SimulatorContext) {
    this.hooks = new HookSender(simulator);
    this.book = new OrderBook(simulator);
    this.life = new OrderLife(simulator, { book: this.book, hooks: this.hooks });
    this.checkout = new OrderCheckout(simulator, this.life);
  }

  routes(pages: PageRenderer): Router {
    const { simulator, book, life, checkout } = this;
    const calls = new ProviderCalls<JodoOperation>(simulator, jodoDialect(book));
    const router = Router();
    router.use(payRoutes({ simulator, pages, life, checkout }));
    router.use('/api/v1/integrations', orderRoutes({ simulator, calls, book, life }), hookRoutes(simulator, calls));
    router.use('/api', (_request, response) => send(GATEWAY_NOT_FOUND, response));
    router.use('/api', jodoUnreadable);
    return router;
  }

  knows(orderId: string): boolean {
    return this.book.get(orderId) !== undefined;
  }

  pay(body: unknown) {
    const { orderId, intentId, method = 'upi', approve = true, slowBank = false } = readRequest(MachineRequest, body);
    const order = this.life.find(orderId ?? intentId ?? '');
    if (!order) return undefined;
    const begun = this.checkout.begin(order, { method, slowBank });
    const outcome = typeof begun === 'string' ? begun : this.checkout.answer(order, begun.id, approve);
    const leavesPage = outcome === 'paid' || outcome === 'confirming';
    return { status: order.status, outcome, redirectUrl: (leavesPage && returnUrl(order)) || null };
  }

  ledger(reference?: string) {
    return jodoLedger(this.life.all(reference), this.state());
  }

  deliveries() {
    return jodoDeliveries(this.state());
  }

  payments() {
    return jodoPayments(this.life.all());
  }

  /** First what has come due, since that may be what an event is waiting for. */
  clockMoved(): void {
    for (const order of this.life.all()) this.life.watch(order);
    this.hooks.resume();
  }

  reset(): void {
    const { hooks } = this.state();
    this.simulator.store.state.jodo = { ...emptyJodoState(), hooks };
    this.simulator.store.touch();
  }

  resume(): void {
    this.clockMoved();
  }

  close(): Promise<void> {
    return this.hooks.close();
  }

  /** Lets the money reach the bank at once instead of a day after the payment. */
  private settle(body: unknown) {
    const order = this.life.find(readRequest(SettleRequest, body).orderId);
    if (!order) return undefined;
    if (!order.payment) throw new InvalidRequest({ OrderId: ['The order has not been paid.'] });
    this.life.settle(order);
    return { status: order.status, settlement: order.settlement };
  }

  private state(): JodoState {
    return this.simulator.store.state.jodo;
  }
}
