import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { DomainError, insideOf, wrongField } from '../common/domain-error.js';
import { newId } from '../common/ids.js';
import { idGiven } from '../common/public-id.pipe.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import type { Notification } from '../notifications/notification.entity.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { isEnded, isPayable } from '../payments/payment-status.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsRepository } from '../payments/payments.repository.js';
import { PaymentsService } from '../payments/payments.service.js';
import type { CreateLinkDto } from './dto/create-link.dto.js';
import { LinkDto } from './dto/link.dto.js';
import type { UpdateLinkDto } from './dto/update-link.dto.js';
import { linkEvent } from './link-events.js';
import { LinkMails, type MailWish } from './link-mails.service.js';
import { Link } from './link.entity.js';
import { LinksRepository } from './links.repository.js';

const DAY_MS = 24 * 3600_000;
const DEFAULT_LIFE_MS = 14 * DAY_MS;
const LONGEST_LIFE_MS = 180 * DAY_MS;
const SHORTEST_LIFE_MS = 15 * 60_000;

interface Given {
  /** The link's. */
  readonly id: string;
  readonly dto: CreateLinkDto;
}

@Injectable()
export class LinksService {
  constructor(
    private readonly repository: LinksRepository,
    private readonly payments: PaymentsService,
    private readonly paymentRows: PaymentsRepository,
    private readonly notifications: NotificationsService,
    private readonly mails: LinkMails,
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

  /**
   * Gives the link another end, other reminders, or both. Throws `state_conflict` for one that is paid or canceled, or
   * whose payment has ended.
   */
  async update(key: RowKey, { expiresAt, reminders }: UpdateLinkDto): Promise<LinkDto> {
    const link = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
      const hasOtherEnd = expiresAt !== undefined && new Date(expiresAt).getTime() !== locked.expiresAt.getTime();
      if (!hasOtherEnd && reminders === undefined) return locked;
      const payment = await this.payments.get({ ...key, id: locked.paymentId }, tx);
      if (locked.canceledAt !== null || !isPayable(payment.status)) {
        const status = locked.statusFor(payment, this.clock.now());
        throw new DomainError('state_conflict', `The link is ${status}: there is nothing to change any more.`);
      }
      if (hasOtherEnd) {
        locked.expiresAt = this.lifeOf({ expiresAt });
        const end = locked.endFor(payment);
        // That it ran out with its payment was told, and it still has.
        if (locked.dueAt !== null || end > this.clock.now()) locked.dueAt = end;
      }
      if (reminders !== undefined) await this.mails.remind(tx, { link: locked, payment }, reminders);
      await tx.write({ update: [{ row: locked, set: ['expiresAt', 'dueAt', 'reminders'] }] });
      return locked;
    });
    return this.describe(link);
  }

  /** Stops the link; the payment stays as it is. */
  async cancel(key: RowKey): Promise<LinkDto> {
    const link = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
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

  private async issueWithPayment(
    caller: Caller,
    given: Given & { payment: NonNullable<CreateLinkDto['payment']> },
  ): Promise<Issued> {
    const { customer, dueAt } = given.payment;
    const wish = await this.mails.wishOf(given.dto, {
      accountId: caller.accountId,
      email: customer?.email,
      dueAt: dueAt ? new Date(dueAt) : null,
    });
    let drafts: Drafts | undefined;
    const rowsFor = (created: Payment) => {
      drafts = this.draft(created, { ...given, wish });
      return drafts.rows;
    };
    const { payment, isNew } = await this.createPayment(caller, given.payment, rowsFor);
    if (!isNew || !drafts) return this.reuseOrIssue(payment, given);
    if (drafts.notifications.length > 0) this.mails.announce();
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

  /**
   * The payment was there already. Its link is too, unless a crash or the ERP left it without one. Two requests that find
   * none take turns at the payment's row: the second finds the first one's.
   */
  private async reuseOrIssue(payment: Payment, given: Given): Promise<Issued> {
    const reused = await this.reuse(payment, given, this.database);
    if (reused) return reused;
    return this.issueFor(payment, given, async (tx) => {
      await this.paymentRows.lock(tx, payment.key);
      return this.reuse(payment, given, tx);
    });
  }

  private async reuse(payment: Payment, given: Given, sql: Sql): Promise<Issued | undefined> {
    const links = await this.repository.ofPayment(payment, sql);
    const now = this.clock.now();
    const link =
      links.find(({ id }) => id === given.id) ??
      links.findLast((candidate) => candidate.statusFor(payment, now) === 'active') ??
      (isEnded(payment.status) ? links.at(-1) : undefined);
    return link && { link, payment, notifications: await this.notifications.ofLink(link, sql) };
  }

  private async issueFor(
    payment: Payment,
    given: Given,
    insteadOf: (tx: Sql) => Promise<Issued | undefined> = () => Promise.resolve(undefined),
  ): Promise<Issued> {
    const existing = await this.repository.find({ ...payment.key, id: given.id });
    if (existing) return { link: existing, payment, notifications: await this.notifications.ofLink(existing) };
    if (isEnded(payment.status)) {
      throw new DomainError('state_conflict', `The payment is ${payment.status}: a link to it would lead nowhere.`);
    }
    const { accountId, customer, dueAt } = payment;
    const wish = await this.mails.wishOf(given.dto, { accountId, email: customer.email, dueAt });
    const drafts = this.draft(payment, { ...given, wish });
    const meanwhile = await this.transactor.run(async (tx) => {
      const other = await insteadOf(tx);
      if (!other) await tx.write({ insert: drafts.rows });
      return other;
    });
    if (meanwhile) return meanwhile;
    this.eventLog.announce();
    if (drafts.notifications.length > 0) this.mails.announce();
    return { ...drafts, payment };
  }

  private draft(payment: Payment, given: Given & { wish: MailWish | null }): Drafts {
    const key = { ...payment.key, id: given.id };
    const expiresAt = this.lifeOf(given.dto);
    const reminders = given.wish?.reminders ?? [];
    const link = this.repository.draft({ key, payment, expiresAt, reminders });
    const event = this.eventLog.rowOf(link, linkEvent('link.created', link, link.createdAt));
    const notifications = this.mails.drafts(link, payment, given.wish);
    return { link, notifications, rows: [link, event, ...notifications] };
  }

  private async paymentOf(caller: Caller, publicId: string): Promise<Payment> {
    const id = idGiven('paymentId', 'payment', publicId);
    return this.payments.get({ accountId: caller.accountId, mode: caller.mode, id });
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

interface Issued {
  readonly link: Link;
  readonly payment: Payment;
  readonly notifications: readonly Notification[];
}

interface Drafts {
  readonly link: Link;
  readonly notifications: readonly Notification[];
  readonly rows: readonly object[];
}
