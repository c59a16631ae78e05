import { Injectable } from '@nestjs/common';
import type { Account } from '../accounts/account.entity.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import type { Notification } from '../notifications/notification.entity.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { Reminder } from '../notifications/reminders/reminder.js';
import { RemindersService } from '../notifications/reminders/reminders.service.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsService } from '../payments/payments.service.js';
import type { CreateLinkDto, SendLinkDto } from './dto/create-link.dto.js';
import { refuseWrongReminders } from './link-reminder.rules.js';
import type { Link } from './link.entity.js';
import { LinksRepository } from './links.repository.js';

const DAY_MS = 24 * 3600_000;
const SENDS_A_DAY = 5;

/** What a caller wants mailed, checked and addressed; null: nothing. */
export interface MailWish {
  readonly account: Account;
  readonly recipient: string;
  readonly locale: string;
  /** null: no mail at once. */
  readonly send: SendLinkDto | null;
  readonly reminders: readonly Reminder[];
}

/** Mails about links: at once, again, and later. */
@Injectable()
export class LinkMails {
  constructor(
    private readonly repository: LinksRepository,
    private readonly payments: PaymentsService,
    private readonly notifications: NotificationsService,
    private readonly reminders: RemindersService,
    private readonly accounts: AccountsService,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /** Throws `validation_failed` when there is no address, or a reminder has nothing to count from. */
  async wishOf(
    { send = null, reminders }: Pick<CreateLinkDto, 'send' | 'reminders'>,
    payment: { accountId: string; email: string | null | undefined; dueAt: Date | null },
  ): Promise<MailWish | null> {
    const wanted = reminders ?? [];
    if (send === null && wanted.length === 0) return null;
    refuseWrongReminders(wanted, payment.dueAt);
    const recipient = send?.to ?? payment.email;
    if (!recipient) {
      const path = send ? 'send.to' : 'reminders';
      throw wrongField(path, 'required', 'send.to is needed: the customer has no e-mail address');
    }
    const account = await this.accounts.get(payment.accountId);
    return { account, recipient, locale: send?.locale ?? account.locale, send, reminders: wanted };
  }

  /** The rows that stand beside a new link. */
  drafts(link: Link, payment: Payment, wish: MailWish | null): Notification[] {
    if (!wish) return [];
    const { recipient, locale, send, account } = wish;
    const mail = send ? [this.notifications.draft(link, { recipient, locale, message: send.message ?? null })] : [];
    const facts = { ...factsOf(account, payment), sentAt: link.createdAt };
    return [...mail, ...this.reminders.drafts(link, { reminders: wish.reminders, facts, recipient, locale })];
  }

  /** Mails the link again, at most five times a day. Reminders follow: the address may be a corrected one. */
  async send(key: RowKey, { dto, id }: { dto: SendLinkDto; id: string }): Promise<Notification> {
    const link = await this.repository.get(key);
    const payment = await this.payments.get({ ...key, id: link.paymentId });
    const { accountId, customer, dueAt } = payment;
    const { recipient, locale } = (await this.wishOf({ send: dto }, { accountId, email: customer.email, dueAt }))!;
    const notification = await this.transactor.run(async (tx) => {
      // Senders of one link count one after the other, or many at once would all count four.
      await this.repository.lock(tx, key);
      const earlier = await this.notifications.ofLink(link, tx);
      const sent = earlier.find((one) => one.id === id);
      if (sent) return sent;
      const status = link.statusFor(payment, this.clock.now());
      if (status !== 'active')
        throw new DomainError('state_conflict', `The link is ${status}: there is nothing to send.`);
      this.refuseTooMany(earlier);
      const draft = this.notifications.draft(link, { recipient, locale, message: dto.message ?? null, id });
      await tx.write({ insert: [draft] });
      await this.reminders.redirect(tx, link, { recipient, locale });
      return draft;
    });
    this.notifications.announce();
    return notification;
  }

  /** Gives a link other reminders, in the transaction that holds it. They go where it was mailed last. */
  async remind(tx: Sql, { link, payment }: { link: Link; payment: Payment }, reminders: readonly Reminder[]) {
    if (link.remindersStoppedAt !== null && reminders.length > 0)
      throw new DomainError('state_conflict', 'The payer asked not to be reminded of this payment any more.');
    refuseWrongReminders(reminders, payment.dueAt);
    link.reminders = reminders.map(({ days, relativeTo }) => ({ days, relativeTo }));
    await this.planReminders(tx, link, payment);
  }

  /** The payment is due at another time: told in the transaction that says so. */
  async moveReminders(tx: Sql, payment: Payment): Promise<void> {
    const links = await this.repository.ofPayment(payment, tx);
    const reminding = links.filter(({ reminders, canceledAt }) => reminders.length > 0 && canceledAt === null);
    for (const { key } of reminding) {
      const link = await this.repository.lock(tx, key);
      if (link.remindersStoppedAt === null) await this.planReminders(tx, link, payment);
    }
  }

  /** The payer wants no more of them. */
  async stopReminders(key: RowKey): Promise<void> {
    await this.transactor.run(async (tx) => {
      const link = await this.repository.lock(tx, key);
      link.remindersStoppedAt ??= this.clock.now();
      await tx.write({ update: [{ row: link, set: ['remindersStoppedAt'] }] });
      await this.reminders.withdraw(tx, link);
    });
  }

  announce(): void {
    this.notifications.announce();
  }

  private async planReminders(tx: Sql, link: Link, payment: Payment): Promise<void> {
    const { reminders } = link;
    if (reminders.length === 0) return this.reminders.withdraw(tx, link);
    const account = await this.accounts.get(link.accountId, tx);
    const earlier = await this.notifications.ofLink(link, tx);
    const mails = earlier.filter(({ kind }) => kind === 'link');
    const recipient = mails.at(-1)?.recipient ?? payment.customer.email ?? earlier.at(-1)?.recipient;
    if (!recipient) throw wrongField('reminders', 'required', 'nobody to remind: the customer has no e-mail address');
    const facts = { ...factsOf(account, payment), sentAt: mails[0]?.sentAt ?? link.createdAt };
    const locale = mails.at(-1)?.locale ?? account.locale;
    await this.reminders.replace(tx, link, { reminders, facts, recipient, locale });
  }

  private refuseTooMany(earlier: readonly Notification[]): void {
    const nowMs = this.clock.now().getTime();
    const today = earlier.filter(({ kind, createdAt }) => kind === 'link' && nowMs - createdAt.getTime() < DAY_MS);
    if (today.length < SENDS_A_DAY) return;
    throw new DomainError('rate_limited', `A link is mailed at most ${SENDS_A_DAY} times a day.`, {
      retryAfterSeconds: 3600,
    });
  }
}

function factsOf({ timeZone, reminderWindow }: Account, { dueAt }: Payment) {
  return { dueAt, timeZone, window: reminderWindow };
}
