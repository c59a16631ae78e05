import { setTimeout as delay } from 'node:timers/promises';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { OpenedCheckoutDto } from '../../src/payments/dto/opened-checkout.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { exchange, type Answer } from '../support/api.client.js';
import { isExcuse, type ErpCall } from './insistent.erp.js';
import type { Misfortune, SalePlan } from './sale.plan.js';
import type { SeededRandom } from './seeded.random.js';
import type { SimulationWorld } from './simulation.world.js';

/** A page whose address a payer has. */
export interface GivenPage {
  readonly url: string;
  /** As the provider calls it. */
  readonly id: string;
}

export interface PayOutcome {
  readonly outcome: 'paid' | 'confirming' | 'declined' | 'unknown_card' | 'closed';
  readonly redirectUrl: string | null;
}

/** What the ERP was told with a 2xx, and holds Dunlin to. */
export interface Told {
  booking: { readonly status: string; readonly voucher: string | null } | null;
  isCanceled: boolean;
  isRecorded: boolean;
  isLinkCanceled: boolean;
  /** Minor units, by the refund's id. */
  readonly refunds: Map<string, number>;
}

const PATIENCE_MS = 120_000;
const PAUSE_MS = 250;
export const EXPIRES_AFTER_MS = 4000;

/** One payment of a run, the ERP that wants it, and the payer. */
export class Sale {
  readonly told: Told = {
    booking: null,
    isCanceled: false,
    isRecorded: false,
    isLinkCanceled: false,
    refunds: new Map(),
  };
  paymentId = '';
  link: LinkDto | null = null;
  /** The provider has told the payer that the money was taken. */
  isPaidThere = false;
  private readonly keys: SeededRandom;

  constructor(
    readonly world: SimulationWorld,
    readonly plan: SalePlan,
    random: SeededRandom,
  ) {
    this.keys = random.of('keys');
  }

  get email(): string {
    return `${this.plan.reference.toLowerCase()}@example.com`;
  }

  /** Answers whether there is something to pay now. */
  async begin(): Promise<boolean> {
    for (const misfortune of this.plan.misfortunes) await this.orderMisfortune(misfortune);
    const { isByLink, isMailed } = this.plan;
    const payment = this.order();
    const body = isByLink ? { payment, ...(isMailed && { send: { to: this.email } }) } : payment;
    const answer = await this.post(isByLink ? '/v1/links' : '/v1/payments', body);
    // Its time ran out before anybody took the request.
    if (answer.status === 400 && this.plan.story === 'comes after it has run out') return false;
    if (answer.status !== 201) throw new Error(`It was not created: ${answer.status} ${answer.text}`);
    if (isByLink) this.link = answer.json<LinkDto>();
    this.paymentId = this.link?.paymentId ?? answer.json<PaymentDto>().id;
    return true;
  }

  /** A POST of the ERP under a key of its own; sent twice at once where the plan says so. */
  post(path: string, body: object = {}): Promise<Answer> {
    const call: ErpCall = { method: 'POST', path, body, key: this.keys.token() };
    return this.plan.isClickedTwice ? this.world.erp.askTwice(call) : this.world.erp.ask(call);
  }

  /** The same about the payment: `act('cancel')`. */
  async act(name: string, body: object = {}): Promise<Answer> {
    const answer = await this.post(`/v1/payments/${this.paymentId}/${name}`, body);
    this.note(`${name}: ${answer.status}${answer.status < 300 ? '' : ` ${answer.json<{ detail: string }>().detail}`}`);
    return answer;
  }

  /** The page that the payer is led to, or undefined where Dunlin says that there is nothing to pay any more. */
  async visit(): Promise<GivenPage | undefined> {
    const url = this.link ? await this.press(this.link) : await this.checkoutUrl();
    this.note(`visit: ${url ?? 'there is nothing to pay'}`);
    const [, id] = /\/checkout\/([^/?]+)/.exec(url ?? '') ?? [];
    return url !== undefined && id !== undefined ? { url, id } : undefined;
  }

  async pay(page: GivenPage, card: object): Promise<PayOutcome> {
    const paid = await this.atProvider<PayOutcome>('pay', { intentId: page.id, ...card });
    this.note(`pay: ${paid.outcome}`);
    if (paid.outcome === 'paid') this.isPaidThere = true;
    return paid;
  }

  /** The browser is led back to us, if it is. */
  async comeBack({ redirectUrl }: PayOutcome): Promise<void> {
    if (redirectUrl !== null)
      await exchange({ method: 'GET', url: redirectUrl, timeoutMs: 3000 }).catch(() => undefined);
  }

  /** Somebody at the provider's own counter gives the page up. */
  async closeAtProvider({ id }: GivenPage): Promise<void> {
    for (const { authorization } of this.world.shops) {
      const url = `${this.world.dunlin.simulator.url}/payment-intents/${id}`;
      const headers = { authorization, version: '2025-09-10' };
      await exchange({ method: 'DELETE', url, headers, timeoutMs: 3000 }).catch(() => undefined);
    }
  }

  /** What the simulator alone has: misfortunes, the payer's hand. */
  async atProvider<Body>(path: string, body: object): Promise<Body> {
    const url = `${this.world.dunlin.simulator.url}/_sim/${path}`;
    const answer = await exchange({ method: 'POST', url, body });
    if (answer.status !== 200) throw new Error(`The simulator refused ${path}: ${answer.text}`);
    return answer.json<Body>();
  }

  /** The payment as soon as it has one of these statuses. */
  async becomes(...statuses: readonly string[]): Promise<PaymentDto> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.world.erp.ask({ method: 'GET', path: `/v1/payments/${this.paymentId}` });
      if (answer.status !== 200) throw new Error(`It cannot be read: ${answer.status} ${answer.text}`);
      const payment = answer.json<PaymentDto>();
      if (statuses.includes(payment.status)) return payment;
      if (performance.now() > deadlineMs) {
        throw new Error(`It is ${payment.status} after two minutes, not ${statuses.join(' or ')}`);
      }
      await delay(PAUSE_MS);
    }
  }

  note(what: string): void {
    this.world.chronicle.note(`${this.plan.reference} ${what}`);
  }

  private orderMisfortune(misfortune: Misfortune): Promise<void> {
    const { reference } = this.plan;
    return this.world.dunlin.provider.scenario({ provider: 'dojo', reference, ...misfortune });
  }

  private order(): object {
    const { reference, amount, capture, story } = this.plan;
    const expiresAt = new Date(Date.now() + EXPIRES_AFTER_MS).toISOString();
    return { reference, amount, capture, ...(story === 'comes after it has run out' && { expiresAt }) };
  }

  /** The button is pressed until the page leads on. */
  private async press(link: LinkDto): Promise<string | undefined> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await exchange({ method: 'POST', url: `${link.url}/pay`, timeoutMs: 8000 }).catch(() => undefined);
      if (answer?.status === 303) return String(answer.headers['location']);
      if (answer?.status === 500) this.world.chronicle.violate(`a payer's button made Dunlin fail: ${answer.text}`);
      if (answer && !isExcuse(answer)) return undefined;
      if (performance.now() > deadlineMs) throw new Error(`The button leads nowhere: ${answer?.status}`);
      await delay(PAUSE_MS);
    }
  }

  private async checkoutUrl(): Promise<string | undefined> {
    const answer = await this.act('checkout');
    return answer.status === 200 ? (answer.json<OpenedCheckoutDto>().checkout.url ?? undefined) : undefined;
  }
}
