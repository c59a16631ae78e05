import { randomUUID } from 'node:crypto';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { Answer } from '../support/api.client.js';
import type { Setting } from './act.types.js';
import type { MoneyWorld } from './money.world.js';
import type { Letter } from './post.office.js';
import type { PaymentStory } from './payment.story.js';
import type { ErpCall } from './retrying.erp.js';
import type { PageThere, PaymentHere } from './sale.books.js';

/** A page whose address a payer has. */
export interface GivenPage {
  readonly id: string;
  declines: number;
}

const PAYER = { name: 'Sample Payer', email: 'payer@example.com', phone: '+919876543210' };

/** What stood in the three ledgers when they were last compared. */
export interface Ledgers {
  readonly here: PaymentHere;
  readonly there: readonly PageThere[];
  readonly story: PaymentStory;
}

/** One payment of a run, and what has been done about it: the model's memory. */
export class Sale {
  readonly reference = `MODEL-${randomUUID()}`;
  readonly pages: GivenPage[] = [];
  /** What was done and how it was answered, for whoever reads a failure. */
  readonly journal: string[] = [];
  paymentId = '';
  ledgers!: Ledgers;
  /** Nobody may pay here after this, by our clock. */
  endsAtMs: number | null = null;
  /** The newest page was paid while it could be, before the end, and the money was not to be held first. */
  isPaidInTime = false;
  /** A slow bank has answered by then. */
  bankUntilMs = 0;
  /** Something was ordered at the provider that may not have struck yet. */
  hasTrouble = false;
  hasAskedToCancel = false;
  hasAskedToRecord = false;
  hasClearedReview = false;
  /** Only a person can tell what became of its refunds that are unknown still. */
  hasGrownOld = false;
  /** Webhooks that will not come, about the page that was the newest then. */
  readonly lost: { readonly pageId: string; readonly letter: Letter }[] = [];
  readonly capturesAsked: number[] = [];
  /** What went back at the provider's counter, in minor units. */
  returnedAtCounter = 0;
  hasCapturedAtCounter = false;
  /** A page was closed at the counter of a provider that sends no webhook about it: only a look will tell. */
  hasUntoldClose = false;
  /** Where the provider sent the payer last. */
  returnPath: string | null = null;
  memory: { readonly pageId: string; readonly body: unknown } | null = null;

  private constructor(
    readonly world: MoneyWorld,
    readonly setting: Setting,
  ) {}

  static async begin(world: MoneyWorld, setting: Setting): Promise<Sale> {
    const sale = new Sale(world, setting);
    let answer = await sale.create();
    // On a busy machine a short life may be over before it begins.
    while (answer.status === 400 && sale.hasEnded) answer = await sale.create();
    if (answer.status !== 201) throw new Error(`Not created: ${answer.text}`);
    sale.paymentId = answer.json<PaymentDto>().id;
    return sale;
  }

  get provider(): 'dojo' | 'jodo' {
    return this.setting.till === 'dojo' ? 'dojo' : 'jodo';
  }

  get isBankPending(): boolean {
    return this.bankUntilMs > Date.now();
  }

  get hasEnded(): boolean {
    return this.endsAtMs !== null && this.endsAtMs <= Date.now();
  }

  /** Of those that payers have, counted from the newest. */
  page(index: number): GivenPage | undefined {
    return this.pages.at(-1 - index);
  }

  pageThere(id: string): PageThere | undefined {
    return this.ledgers.there.find((page) => page.id === id);
  }

  money(value: number) {
    return { value, currency: this.setting.currency };
  }

  /** A call of the ERP about this payment. That we failed at it ourselves is never an answer. */
  async ask(what: string, call: ErpCall): Promise<Answer> {
    const answer = await this.world.erp.send(call);
    const code = answer.status < 400 ? '' : ` ${answer.json<{ code: string; detail: string }>().code}`;
    this.journal.push(`${what}: ${answer.status}${code}`);
    if (answer.status === 500) throw new Error(`${what} made us fail: ${answer.text}`);
    return answer;
  }

  /** The same about the payment itself: `action('cancel')`. */
  action(name: string, body?: object, idempotencyKey?: string): Promise<Answer> {
    const path = `/v1/payments/${this.paymentId}/${name}`;
    return this.ask(name, { method: 'POST', path, ...(body && { body }), ...(idempotencyKey && { idempotencyKey }) });
  }

  note(what: string): void {
    this.journal.push(what);
  }

  saw(...places: string[]): void {
    this.world.sightings.saw(...places);
  }

  private create(): Promise<Answer> {
    const { lifeMs } = this.setting;
    if (lifeMs !== null) this.endsAtMs = Date.now() + lifeMs;
    return this.ask('create', { method: 'POST', path: '/v1/payments', body: this.order() });
  }

  private order(): object {
    const { value, capture, till } = this.setting;
    return {
      reference: this.reference,
      amount: this.money(value),
      customer: PAYER,
      capture,
      connectionId: this.world.tills[till].connection.id,
      ...(this.endsAtMs !== null && { expiresAt: new Date(this.endsAtMs).toISOString() }),
    };
  }
}
