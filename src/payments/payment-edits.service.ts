import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import type { UpdatePaymentDto } from './dto/update-payment.dto.js';
import { PaymentLinks } from './payment-links.js';
import { refusePast, refuseWithoutConnection, refuseWrongItems, refuseWrongReturn } from './payment-rules.js';
import { isEnded, isPayable } from './payment-status.js';
import type { Payment, PaymentChanges } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';
import { RefundSettlement } from './refund-settlement.js';

const METADATA_PAIRS = 50;

/** What people change of a payment, apart from its life: wording, customer, deadline, and a review that is done. */
@Injectable()
export class PaymentEdits {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly accounts: AccountsService,
    private readonly connections: ConnectionsService,
    private readonly links: PaymentLinks,
    private readonly settlement: RefundSettlement,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes the fields that are given. The same again changes nothing and tells nothing. Throws `state_conflict` for an
   * amount that is fixed already and for the deadline of a payment that has ended.
   */
  async edit(key: RowKey, dto: UpdatePaymentDto): Promise<Payment> {
    return this.change(key, async (payment, tx) => {
      refuseErased(payment);
      const changes = changesOf(dto, payment);
      await this.refuseWrong(tx, payment, changes);
      payment.edit(changes, this.clock.now());
      if (changes.expiresAt !== undefined) await this.links.endMoved(tx, payment);
      if (changes.dueAt !== undefined) await this.links.dueMoved(tx, payment);
      if (isPayable(payment.status) && (changes.customer || changes.currency !== undefined))
        await refuseWithoutConnection(this.connections, payment, tx);
    });
  }

  /**
   * Throws `state_conflict` when there is none. A refund of an unknown outcome that another reason had hidden is asked about
   * now.
   */
  async clearReview(key: RowKey, note: string): Promise<Payment> {
    return this.change(key, async (payment, tx) => {
      if (payment.reviewReason === null) throw new DomainError('state_conflict', 'There is no review to clear.');
      const at = this.clock.now();
      const wasAboutOutcome = payment.reviewReason === 'outcome_unknown';
      payment.clearReview(note, at);
      if (!wasAboutOutcome && (await this.settlement.hasUnknown(tx, payment))) payment.outcomeUnknown(at);
    });
  }

  private async change(key: RowKey, work: (payment: Payment, tx: Sql) => Promise<void>): Promise<Payment> {
    const payment = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
      await work(locked, tx);
      await this.repository.save(tx, { payment: locked, isEdited: true });
      return locked;
    });
    this.repository.announce(payment);
    return payment;
  }

  private async refuseWrong(tx: Sql, payment: Payment, changes: PaymentChanges): Promise<void> {
    if (changes.amount !== undefined && changes.currency !== undefined) {
      await this.refuseFixedAmount(tx, payment, { value: changes.amount, currency: changes.currency });
    }
    if (changes.returnUrl !== undefined)
      await refuseWrongReturn(this.accounts, { ...payment.key, returnUrl: changes.returnUrl }, tx);
    if (changes.expiresAt === undefined || changes.expiresAt?.getTime() === payment.expiresAt?.getTime()) return;
    if (isEnded(payment.status) || payment.status === 'authorized') {
      throw new DomainError('state_conflict', `The payment is ${payment.status}: its deadline means nothing any more.`);
    }
    refusePast('expiresAt', changes.expiresAt, this.clock.now());
  }

  private async refuseFixedAmount(
    tx: Sql,
    payment: Payment,
    amount: { value: number; currency: string },
  ): Promise<void> {
    if (amount.value === payment.amount && amount.currency === payment.currency) return;
    if (payment.status !== 'open') {
      throw new DomainError('state_conflict', `The payment is ${payment.status}: its amount is fixed.`);
    }
    if (await this.repository.hasCheckout(payment, tx)) {
      throw new DomainError('state_conflict', 'The payment was opened at a provider before: its amount is fixed.');
    }
    refuseWrongItems(payment.items, amount);
  }
}

function refuseErased({ erasedAt }: Payment): void {
  if (erasedAt === null) return;
  throw new DomainError(
    'state_conflict',
    'The personal data of this payment was erased: nothing of it is written again.',
  );
}

function changesOf(dto: UpdatePaymentDto, payment: Payment): PaymentChanges {
  const { amount, description, customer, returnUrl, expiresAt, dueAt, metadata } = dto;
  return {
    ...(amount !== undefined && { amount: amount.value, currency: amount.currency }),
    ...(description !== undefined && { description }),
    ...(customer !== undefined && { customer: customerWith(customer, payment) }),
    ...(returnUrl !== undefined && { returnUrl }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
    ...(dueAt !== undefined && { dueAt: dueAt === null ? null : new Date(dueAt) }),
    ...(metadata !== undefined && { metadata: metadataWith(metadata, payment) }),
  };
}

function customerWith(given: UpdatePaymentDto['customer'] & (object | null), { customer }: Payment) {
  if (given === null) return { name: null, email: null, phone: null, externalId: null };
  const kept = <Value>(value: Value | undefined, before: Value) => (value === undefined ? before : value);
  return {
    name: kept(given.name, customer.name),
    email: kept(given.email, customer.email),
    phone: kept(given.phone, customer.phone),
    externalId: kept(given.externalId, customer.externalId),
  };
}

function metadataWith(given: Readonly<Record<string, string | null>> | null, { metadata }: Payment) {
  if (given === null) return {};
  const pairs = Object.entries({ ...metadata, ...given }).filter((pair): pair is [string, string] => pair[1] !== null);
  if (pairs.length <= METADATA_PAIRS) return Object.fromEntries(pairs);
  throw wrongField(
    'metadata',
    'metadata',
    `metadata would hold ${pairs.length} pairs, and holds up to ${METADATA_PAIRS}`,
  );
}
