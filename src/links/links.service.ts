import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { DomainError, insideOf, wrongField } from '../common/domain-error.js';
import { fromPublicId, newId } from '../common/ids.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import type { Notification } from '../notifications/notification.entity.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { isEnded, isPayable } from '../payments/payment-status.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsService } from '../payments/payments.service.js';
import type { CreateLinkDto, SendLinkDto } from './dto/create-link.dto.js';
import { LinkDto } from './dto/link.dto.js';
import type { UpdateLinkDto } from './dto/update-link.dto.js';
import { linkEvent } from './link-events.js';
import { Link } from './link.entity.js';
import { LinksRepository } from './links.repository.js';

const DAY_MS = 24 * 3600_000;
const DEFAULT_LIFE_MS = 14 * DAY_MS;
const LONGEST_LIFE_MS = 180 * DAY_MS;
const SHORTEST_LIFE_MS = 15 * 60_000;
const SENDS_A_DAY = 5;

interface Given {
  /** The link's. */
  readonly id: string;
  readonly dto: CreateLinkDto;
}

interface Mail {
  readonly recipient: string;
  readonly locale: string;
  readonly message: string | null;
}

@Injectable()
export class LinksService {
  constructor(
    private readonly repository: LinksRepository,
    private readonly payments: PaymentsService,
    private readonly notifications: NotificationsService,
    private readonly accounts: AccountsService,
    private readonly eventLog: EventLog,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a link, with its payment if that is given, and queues its mail if one is wanted: one statement, so that a crash
   * leaves all or nothing. A payment that exists already (same reference, same content) keeps its active link.
   */
  async issue(
    caller: Caller,
    { dto, id }: { dto: CreateLinkDto; id: string },
  ): Promise<{ link: LinkDto; isNew: boolean }> {
    if (!dto.payment === !dto.paymentId) {
      throw wrongField('payment', 'one_of', 'send either payment or paymentId');
    }
    const given = { id, dto };
    const issued = dto.payment
      ? await this.issueWithPayment(caller, { ...given, payment: dto.payment })
      : await this.issueFor(await this.paymentOf(caller, dto.paymentId!), given);
    // Under this request's own id it is this request's work, perhaps that of a try which died before it could answer.
    return { link: await this.describe(issued.link, issued), isNew: issued.link.id === id };
  }

  async get(key: RowKey): Promise<LinkDto> {
    return this.describe(await this.repository.get(key));
  }

  /** The links as they are shown: two more queries, however many they are. */
  async describeAll(links: readonly Link[]): Promise<LinkDto[]> {
    const [first] = links;
    if (!first) return [];
    const [payments, notifications] = await Promise.all([
      this.payments.getAll(first, new Set(links.map(({ paymentId }) => paymentId))),
      this.notifications.ofLinks(links),
    ]);
    return Promise.all(
      links.map((link) =>
        this.describe(link, {
          payment: payments.get(link.paymentId)!,
          notifications: notifications.filter(({ linkId }) => linkId === link.id),
        }),
      ),
    );
  }

  /** Gives the link another end. Throws `state_conflict` for one that is paid or canceled, or whose payment has ended. */
  async update(key: RowKey, { expiresAt }: UpdateLinkDto): Promise<LinkDto> {
    const link = await this.transactor.run(async (tx) => {
      const locked = await this.lock(tx, key);
      if (expiresAt === undefined || new Date(expiresAt).getTime() === locked.expiresAt.getTime()) return locked;
      const payment = await this.payments.get({ ...key, id: locked.paymentId });
      if (locked.canceledAt !== null || !isPayable(payment.status)) {
        const status = locked.statusFor(payment, this.clock.now());
        throw new DomainError('state_conflict', `The link is ${status}: its end means nothing any more.`);
      }
      locked.expiresAt = this.lifeOf({ expiresAt });
      locked.dueAt = locked.endFor(payment);
      await tx.write({ update: [{ row: locked, set: ['expiresAt', 'dueAt'] }] });
      return locked;
    });
    return this.describe(link);
  }

  /** Stops the link; the payment stays as it is. */
  async cancel(key: RowKey): Promise<LinkDto> {
    const link = await this.transactor.run(async (tx) => {
      const locked = await this.lock(tx, key);
      if (locked.canceledAt !== null) return locked;
      locked.canceledAt = this.clock.now();
      locked.dueAt = null;
      const event = this.eventLog.rowOf(locked, linkEvent('link.canceled', locked, locked.canceledAt));
      await tx.write({ insert: [event], update: [{ row: locked, set: ['canceledAt', 'dueAt'] }] });
      return locked;
    });
    this.eventLog.announce();
    return this.describe(link);
  }

  /** Mails the link again, at most five times a day. */
  async send(key: RowKey, { dto, id }: { dto: SendLinkDto; id: string }): Promise<Notification> {
    const link = await this.repository.get(key);
    const payment = await this.payments.get({ ...key, id: link.paymentId });
    const status = link.statusFor(payment, this.clock.now());
    if (status !== 'active')
      throw new DomainError('state_conflict', `The link is ${status}: there is nothing to send.`);
    const mail = await this.mailOf(dto, payment);
    const notification = await this.transactor.run(async (tx) => {
      // Senders of one link count one after the other, or many at once would all count four.
      await tx.run('SELECT FROM links WHERE account_id = $1 AND mode = $2 AND id = $3 FOR UPDATE', [
        link.accountId,
        link.mode,
        link.id,
      ]);
      const earlier = await this.notifications.ofLink(link, tx);
      const sent = earlier.find((one) => one.id === id);
      if (sent) return sent;
      this.refuseTooMany(earlier);
      const draft = this.notifications.draft(link, mail, id);
      await tx.write({ insert: [draft] });
      return draft;
    });
    this.notifications.announce();
    return notification;
  }

  private async lock(tx: Sql, key: RowKey): Promise<Link> {
    const [link] = await tx.select(Link, 'WHERE account_id = $1 AND mode = $2 AND id = $3 FOR UPDATE', [
      key.accountId,
      key.mode,
      key.id,
    ]);
    if (!link) throw new DomainError('not_found', 'There is no such link.');
    return link;
  }

  private refuseTooMany(earlier: readonly Notification[]): void {
    const today = earlier.filter(({ createdAt }) => this.clock.now().getTime() - createdAt.getTime() < DAY_MS);
    if (today.length < SENDS_A_DAY) return;
    throw new DomainError('rate_limited', `A link is mailed at most ${SENDS_A_DAY} times a day.`, {
      retryAfterSeconds: 3600,
    });
  }

  private async issueWithPayment(caller: Caller, given: Given & { payment: NonNullable<CreateLinkDto['payment']> }) {
    const to = given.dto.send?.to ?? given.payment.customer?.email;
    const mail = given.dto.send ? await this.addressed(caller.accountId, given.dto.send, to) : null;
    let drafts: Drafts | undefined;
    const rowsFor = (created: Payment) => {
      drafts = this.draft(created, { ...given, mail });
      return drafts.rows;
    };
    const { payment, isNew } = await this.createPayment(caller, given.payment, rowsFor);
    if (!isNew || !drafts) return this.reuseOrIssue(payment, given);
    if (drafts.notifications.length > 0) this.notifications.announce();
    return { ...drafts, payment };
  }

  private async createPayment(
    caller: Caller,
    dto: NonNullable<CreateLinkDto['payment']>,
    rowsFor: (payment: Payment) => readonly object[],
  ) {
    try {
      return await this.payments.createWith(caller, { dto, id: newId() }, rowsFor);
    } catch (error) {
      throw insideOf('payment', error);
    }
  }

  /** The payment was there already. Its link is too, unless a crash or the ERP left it without one. */
  private async reuseOrIssue(payment: Payment, given: Given) {
    const links = await this.repository.ofPayment(payment);
    const now = this.clock.now();
    const link =
      links.find(({ id }) => id === given.id) ??
      links.findLast((candidate) => candidate.statusFor(payment, now) === 'active') ??
      (isEnded(payment.status) ? links.at(-1) : undefined);
    if (link) return { link, payment, notifications: await this.notifications.ofLink(link) };
    return this.issueFor(payment, given);
  }

  private async issueFor(payment: Payment, given: Given) {
    const existing = await this.repository.find({ ...payment.key, id: given.id });
    if (existing) return { link: existing, payment, notifications: await this.notifications.ofLink(existing) };
    if (isEnded(payment.status)) {
      throw new DomainError('state_conflict', `The payment is ${payment.status}: a link to it would lead nowhere.`);
    }
    const mail = given.dto.send ? await this.mailOf(given.dto.send, payment) : null;
    const drafts = this.draft(payment, { ...given, mail });
    await this.database.write({ insert: drafts.rows });
    this.eventLog.announce();
    if (mail) this.notifications.announce();
    return { ...drafts, payment };
  }

  private draft(payment: Payment, given: Given & { mail: Mail | null }): Drafts {
    const key = { ...payment.key, id: given.id };
    const expiresAt = this.lifeOf(given.dto);
    const link = this.repository.draft({ key, payment, expiresAt, reminders: [] });
    const event = this.eventLog.rowOf(link, linkEvent('link.created', link, link.createdAt));
    const notifications = given.mail ? [this.notifications.draft(link, given.mail)] : [];
    return { link, notifications, rows: [link, event, ...notifications] };
  }

  private async paymentOf(caller: Caller, publicId: string): Promise<Payment> {
    const id = fromPublicId('payment', publicId);
    if (id === undefined) throw wrongField('paymentId', 'unknown', 'there is no such payment');
    return this.payments.get({ accountId: caller.accountId, mode: caller.mode, id });
  }

  private mailOf(send: SendLinkDto, payment: Payment): Promise<Mail> {
    return this.addressed(payment.accountId, send, send.to ?? payment.customer.email);
  }

  private async addressed(accountId: string, send: SendLinkDto, recipient: string | null | undefined): Promise<Mail> {
    if (!recipient) throw wrongField('send.to', 'required', 'send.to is needed: the customer has no e-mail address');
    const locale = send.locale ?? (await this.accounts.get(accountId)).locale;
    return { recipient, locale, message: send.message ?? null };
  }

  private lifeOf({ expiresAt }: Pick<CreateLinkDto, 'expiresAt'>): Date {
    const nowMs = this.clock.now().getTime();
    const untilMs = expiresAt ? new Date(expiresAt).getTime() : nowMs + DEFAULT_LIFE_MS;
    if (untilMs < nowMs + SHORTEST_LIFE_MS || untilMs > nowMs + LONGEST_LIFE_MS) {
      throw wrongField('expiresAt', 'range', 'expiresAt must be between 15 minutes and 180 days from now');
    }
    return new Date(untilMs);
  }

  private async describe(
    link: Link,
    known: Partial<{ payment: Payment; notifications: readonly Notification[] }> = {},
  ) {
    const payment = known.payment ?? (await this.payments.get({ ...link.key, id: link.paymentId }));
    const notifications = known.notifications ?? (await this.notifications.ofLink(link));
    const status = link.statusFor(payment, this.clock.now());
    return LinkDto.from(link, { url: this.repository.urlOf(link), status, payment, notifications });
  }
}

interface Drafts {
  readonly link: Link;
  readonly notifications: readonly Notification[];
  readonly rows: readonly object[];
}
