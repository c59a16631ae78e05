import { Injectable } from '@nestjs/common';
import type { Account } from '../accounts/account.entity.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { ReturnSecrets } from '../accounts/return-secrets.js';
import { Clock } from '../common/clock.js';
import { sha256 } from '../common/crypto.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import { Checkout } from '../payments/checkout.entity.js';
import { CheckoutsService } from '../payments/checkouts.service.js';
import { PaymentSync } from '../payments/payment-sync.service.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsRepository } from '../payments/payments.repository.js';
import { pageFor, type PayerView } from './link-page.state.js';
import type { Link } from './link.entity.js';
import { payeeOf } from './link-payee.js';
import { LinksRepository } from './links.repository.js';
import { returnAddress } from './return-address.js';
import { localeFor } from './views/catalogue.js';
import type { LinkPageModel, ModelOf, Onward } from './views/link-page.model.js';

export interface Visit {
  /** null for a checkout that was made without a link. */
  readonly link: Link | null;
  readonly token: string;
  readonly payment: Payment;
  readonly checkout: Checkout | undefined;
}

export interface Reader {
  readonly view: PayerView;
  /** What the browser asks for, best first. */
  readonly languages: readonly string[];
}

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
    private readonly returnSecrets: ReturnSecrets,
    private readonly database: Database,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** The link behind `/l/<token>`; undefined for a token that names nothing. */
  async linkBehind(token: string): Promise<Link | undefined> {
    return TOKEN.test(token) ? this.links.byToken(token) : undefined;
  }

  /** The visit behind `/l/<token>`; undefined for a token that names nothing. */
  async visit(token: string): Promise<Visit | undefined> {
    const link = await this.linkBehind(token);
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

  async pageOf(visit: Visit | undefined, reader: Reader): Promise<LinkPageModel> {
    if (!visit) return { page: 'unknown', locale: localeFor(reader.languages, 'en') };
    const account = await this.accounts.get(visit.payment.accountId);
    const locale = localeFor(reader.languages, account.locale);
    const shown = { locale, payee: payeeOf(account), payment: factsOf(visit) };
    const onward = reader.view === 'return' ? this.onwardOf(visit.payment, account) : null;
    return this.modelOf(visit, reader.view, { ...shown, onward });
  }

  /** A provider that cannot be reached right now, told to a person. */
  async unavailablePage(visit: Visit, reader: Reader): Promise<LinkPageModel> {
    const page = await this.pageOf(visit, reader);
    if (page.page !== 'payable' && page.page !== 'failed') return page;
    const { locale, payee, payment, payPath } = page;
    return { page: 'unavailable', locale, payee, payment, payPath };
  }

  private modelOf(visit: Visit, view: PayerView, { onward, ...shown }: Shown): LinkPageModel {
    const { payment, link, checkout, token } = visit;
    const page = pageFor(visit, { view, now: this.clock.now() });
    switch (page) {
      case 'paid':
        return { ...shown, page, paidAt: payment.paidAt ?? payment.updatedAt, onward };
      case 'authorized':
        return { ...shown, page, onward };
      case 'refunded':
        return { ...shown, page, refunded: { value: payment.amountRefunded, currency: payment.currency } };
      case 'confirming':
        return { ...shown, page, ...pathsOf(visit) };
      case 'waiting':
        return { ...shown, page, ...pathsOf(visit), onward };
      case 'failed':
        return { ...shown, page, payPath: link && `/l/${token}/pay`, onward };
      case 'payable':
        return { ...shown, page, payPath: `/l/${token}/pay`, earlier: checkout?.isLive ? earlierOf(payment) : 'none' };
      case 'canceled':
      case 'expired':
        return { ...shown, page };
    }
  }

  /** Nothing but the payment itself says where; what the account allows may have become less since it was made. */
  private onwardOf({ id, reference, status, mode, returnUrl }: Payment, account: Account): Onward | null {
    if (returnUrl === null || !account.mayReturnTo(returnUrl)) return null;
    const secret = this.returnSecrets.of(account, mode);
    return { url: returnAddress({ id, reference, status, returnUrl }, { secret, at: this.clock.now() }) };
  }
}

type Shown = Pick<ModelOf<'paid'>, 'locale' | 'payee' | 'payment' | 'onward'>;

function pathsOf({ link, token }: Visit) {
  return link ? { linkPath: `/l/${token}`, eventsPath: `/l/${token}/events` } : { linkPath: null, eventsPath: null };
}

function earlierOf(payment: Payment): 'checkout_live' | 'declined' {
  return payment.lastDecline === null ? 'checkout_live' : 'declined';
}

function factsOf({ payment, link }: Visit) {
  return {
    amount: payment.money,
    description: payment.description,
    reference: payment.reference,
    dueAt: payment.dueAt,
    expiresAt: link ? link.endFor(payment) : payment.expiresAt,
    mode: payment.mode,
  };
}
