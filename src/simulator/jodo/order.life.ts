import type { SimulatorContext } from '../simulator.context.js';
import type { HookSender } from './hook.sender.js';
import { refusal } from './jodo.answer.js';
import { newSettlementUtr } from './jodo.ids.js';
import type { OrderRecord, PayAttempt } from './jodo.state.js';
import { type OrderBook, referencesOf, totalPaise } from './order.book.js';

const DAY_MS = 86_400_000;

/** What becomes of orders: paid, settled a day later, expired, cancelled. The only place where a status changes. */
export class OrderLife {
  constructor(
    private readonly simulator: SimulatorContext,
    private readonly parts: { readonly book: OrderBook; readonly hooks: HookSender },
  ) {}

  /** An order as of now: what has come due is done before anyone sees it. */
  find(orderId: string): OrderRecord | undefined {
    const order = this.parts.book.get(orderId);
    if (order) this.bringUpToDate(order);
    return order;
  }

  /** Those of one reference, where one is given. */
  all(reference?: string): OrderRecord[] {
    const orders = this.parts.book
      .all()
      .filter(({ notes }) => reference === undefined || referencesOf(notes)[0] === reference);
    for (const order of orders) this.bringUpToDate(order);
    return orders;
  }

  /** Wakes up for the order's next due instant; without one, it has nothing to wait for. */
  watch(order: OrderRecord): void {
    const name = `jodo order ${order.id}`;
    const dueAtMs = nextDueAtMs(order);
    if (dueAtMs === undefined) {
      this.simulator.timers.forget(name);
      return;
    }
    this.simulator.timers.at(name, Date.now() + dueAtMs - this.nowMs(), async () => {
      const current = this.find(order.id);
      if (current) this.watch(current);
      await this.simulator.store.save();
    });
  }

  /** Throws a `ProviderRefusal` for a link that cannot be paid anyway; nothing is documented for that. */
  cancel(order: OrderRecord): void {
    if (order.status !== 'unpaid') throw refusal(`Payment link is already ${order.status}`);
    order.status = 'cancelled';
    this.changed(order);
  }

  /** The bank's answer comes later. Until then the order stays unpaid, which is all that Jodo tells. */
  awaitBank(order: OrderRecord, attempt: PayAttempt, waitMs: number): void {
    order.confirming = { ...attempt, confirmsAtMs: this.nowMs() + waitMs };
    this.changed(order);
  }

  /** Whether money was taken: from a cancelled or expired link only if a scenario wants it so. */
  takeMoney(order: OrderRecord, { method }: PayAttempt): boolean {
    if (order.status !== 'unpaid' && !this.lateMoney(order, 'take')) return false;
    const at = this.simulator.clock.now();
    order.payment = {
      at: at.toISOString(),
      method,
      amountPaise: totalPaise(order),
      settlesAtMs: at.getTime() + DAY_MS,
    };
    order.status = 'paid';
    this.changed(order);
    this.parts.hooks.announce(order, 'debited');
    return true;
  }

  /** The money reaches the institute's bank. */
  settle(order: OrderRecord): void {
    if (!order.payment || order.settlement) return;
    order.settlement = { utr: newSettlementUtr(), at: this.simulator.clock.now().toISOString() };
    this.changed(order);
    this.parts.hooks.announce(order, 'settled');
  }

  lateMoney(order: OrderRecord, how: 'peek' | 'take'): boolean {
    const target = { intentId: order.id, reference: referencesOf(order.notes) };
    return this.simulator.scenarios[how]('late_money', target) !== undefined;
  }

  private bringUpToDate(order: OrderRecord): void {
    const nowMs = this.nowMs();
    if (order.confirming && nowMs >= order.confirming.confirmsAtMs) this.hearBank(order, order.confirming);
    if (order.status === 'unpaid' && order.expiresAt && nowMs >= Date.parse(order.expiresAt)) this.expire(order);
    if (order.payment && nowMs >= order.payment.settlesAtMs) this.settle(order);
  }

  private hearBank(order: OrderRecord, attempt: PayAttempt): void {
    delete order.confirming;
    if (!this.takeMoney(order, attempt)) this.changed(order);
  }

  private expire(order: OrderRecord): void {
    order.status = 'expired';
    this.changed(order);
    this.parts.hooks.announce(order, 'expired');
  }

  private changed(order: OrderRecord): void {
    this.simulator.store.touch();
    this.watch(order);
  }

  private nowMs(): number {
    return this.simulator.clock.now().getTime();
  }
}

function nextDueAtMs(order: OrderRecord): number | undefined {
  const due = [
    order.confirming?.confirmsAtMs,
    order.status === 'unpaid' && order.expiresAt ? Date.parse(order.expiresAt) : undefined,
    order.settlement ? undefined : order.payment?.settlesAtMs,
  ].filter((atMs) => atMs !== undefined);
  return due.length > 0 ? Math.min(...due) : undefined;
}
