import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import { sha256 } from '../common/crypto.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import { Checkout } from '../payments/checkout.entity.js';
import { CheckoutsService } from '../payments/checkouts.service.js';
import { PaymentSync } from '../payments/payment-sync.service.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsRepository } from '../payments/payments.repository.js';
import type { Link } from './link.entity.js';
import { payeeOf } from './link-payee.js';
import { LinksRepository } from './links.repository.js';
import type { LinkPageModel } from './views/link-page.model.js';

/** `link`: the payer looks at the invoice. `return`: the payer comes back from the provider. */
export type PayerView = 'link' | 'return';

export interface Visit {
  /** null for a checkout that was made without a link. */
  readonly link: Link | null;
  readonly token: string;
  readonly payment: Payment;
  readonly checkout: Checkout | undefined;
}

const LONG_MS = 2 * 60_000;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/** What a payer's visit shows and does. Only `pay` and `returned` reach out, and neither believes the visitor. */
@Injectable()
export class PayerService {
  constructor(
    private readonly links: LinksRepository,
    private readonly payments: PaymentsRepository,
    private readonly checkouts: CheckoutsService,
    private readonly sync: PaymentSync,
    private readonly accounts: AccountsService,
    private readonly database: Database,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** The visit behind `/l/<token>`; undefined for a token that names nothing. */
  async visit(token: string): Promise<Visit | undefined> {
    const link = TOKEN.test(token) ? await this.links.byToken(token) : undefined;
    if (!link) return undefined;
    const payment = await this.payments.get({ ...link.key, id: link.paymentId });
    return { link, token, payment, checkout: await this.payments.lastCheckout(payment) };
  }

  /** The visit behind `/r/<token>`. */
  async visitByReturnToken(token: string): Promise<Visit | undefined> {
    if (!TOKEN.test(token)) return undefined;
    const [checkout] = await this.database.select(Checkout, 'WHERE return_token_hash = $1', [sha256(token)]);
    if (!checkout) return undefined;
    return {
      link: null,
      token,
      payment: await this.payments.get({ ...checkout.key, id: checkout.paymentId }),
      checkout,
    };
  }

  /** Where the payer pays. Throws `DomainError` like `CheckoutsService.open`. */
  async pay({ link, payment, token }: Visit & { link: Link }): Promise<string> {
    const page = `${this.config.publicUrl}/l/${token}`;
    const checkout = await this.checkouts.open(payment, {
      returnUrl: () => `${page}/return`,
      cancelUrl: () => page,
      until: link.expiresAt,
    });
    return checkout.url!;
  }

  /** The payer says to be back: nothing is believed, the provider is asked. */
  async returned({ checkout }: Visit): Promise<void> {
    if (checkout?.isLive) await this.sync.ask(checkout);
  }

  async pageOf(visit: Visit | undefined, view: PayerView): Promise<LinkPageModel> {
    if (!visit) return { page: 'unknown', locale: 'en' };
    const account = await this.accounts.get(visit.payment.accountId);
    const shown = { locale: account.locale, payee: payeeOf(account), payment: factsOf(visit) };
    return this.stateOf(visit, view, shown);
  }

  /** A provider that cannot be reached right now, told to a person. */
  async unavailablePage(visit: Visit): Promise<LinkPageModel> {
    const page = await this.pageOf(visit, 'link');
    if (page.page !== 'payable') return page;
    const { locale, payee, payment, payPath } = page;
    return { page: 'unavailable', locale, payee, payment, payPath };
  }

  private stateOf(
    visit: Visit,
    view: PayerView,
    shown: Pick<LinkPageModel & { page: 'paid' }, 'locale' | 'payee' | 'payment'>,
  ): LinkPageModel {
    const { payment, link, checkout } = visit;
    switch (payment.status) {
      case 'paid':
        return { ...shown, page: 'paid', paidAt: payment.paidAt ?? payment.updatedAt, onward: null };
      case 'partially_refunded':
      case 'refunded':
        return { ...shown, page: 'refunded', refunded: { value: payment.amountRefunded, currency: payment.currency } };
      case 'authorized':
        return { ...shown, page: 'authorized', onward: null };
      case 'canceled':
      case 'expired':
        return { ...shown, page: payment.status };
      case 'open':
      case 'pending':
      case 'failed':
        break;
    }
    const isBack = view === 'return' && checkout?.isLive === true;
    if (isBack)
      return {
        ...shown,
        page: this.isLong(checkout) ? 'waiting' : 'confirming',
        eventsPath: link && `/l/${visit.token}/events`,
      };
    const linkStatus = link?.statusFor(payment, this.clock.now()) ?? 'active';
    if (linkStatus === 'canceled' || linkStatus === 'expired') return { ...shown, page: linkStatus };
    const payPath = link && `/l/${visit.token}/pay`;
    if (payment.status === 'failed' || payPath === null) return { ...shown, page: 'failed', payPath, onward: null };
    return { ...shown, page: 'payable', payPath, earlier: checkout?.isLive ? earlierOf(payment) : 'none' };
  }

  private isLong(checkout: Checkout): boolean {
    const sentAt = checkout.sentAt ?? checkout.createdAt;
    return this.clock.now().getTime() - sentAt.getTime() > LONG_MS;
  }
}

function earlierOf(payment: Payment): 'checkout_live' | 'declined' {
  return payment.lastDecline === null ? 'checkout_live' : 'declined';
}

function factsOf({ payment, link }: Visit) {
  const limits = [payment.expiresAt, link?.expiresAt ?? null].filter((at) => at !== null);
  return {
    amount: payment.money,
    description: payment.description,
    reference: payment.reference,
    dueAt: payment.dueAt,
    expiresAt: limits.length > 0 ? new Date(Math.min(...limits.map((at) => at.getTime()))) : null,
    mode: payment.mode,
  };
}
