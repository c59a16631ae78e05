import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../common/canonical-json.js';
import { Clock } from '../common/clock.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import { fromPublicId } from '../common/ids.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Caller } from '../accounts/caller.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { databaseErrorCode } from '../database/database-error.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import type { CreatePaymentDto } from './dto/create-payment.dto.js';
import { Payment } from './payment.entity.js';
import { refusePast, refuseWithoutConnection, refuseWrongItems, refuseWrongReturn } from './payment-rules.js';
import { PaymentsRepository } from './payments.repository.js';

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class PaymentsService {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly accounts: AccountsService,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates a payment under the given id, or finds the one that the reference names already. Throws
   * `reference_conflict` when that one differs.
   */
  async create(
    caller: Caller,
    given: { dto: CreatePaymentDto; id: string },
  ): Promise<{ payment: Payment; isNew: boolean }> {
    return this.createWith(caller, given, () => []);
  }

  /** The same, with more rows in the one statement that writes it. */
  async createWith(
    caller: Caller,
    { dto, id }: { dto: CreatePaymentDto; id: string },
    rowsFor: (payment: Payment) => readonly object[],
  ): Promise<{ payment: Payment; isNew: boolean }> {
    const payment = this.draft(caller, { dto, id });
    try {
      refuseWrongItems(payment.items, payment.money);
      refusePast('expiresAt', payment.expiresAt, payment.createdAt);
      await refuseWrongReturn(this.accounts, payment);
      await refuseWithoutConnection(this.connections, payment);
      const rows = [...this.repository.rowsOfNew(payment), ...rowsFor(payment)];
      await this.database.write({ insert: rows });
    } catch (error) {
      // Reference first: what was right when the payment was made (an expiry to come, a connection) need not be right when
      // the same is sent again. And which of the rows is refused is PostgreSQL's choice: a retry after a crash may trip over
      // its own link, not its payment.
      const mayExist = error instanceof DomainError || databaseErrorCode(error) === UNIQUE_VIOLATION;
      const existing = mayExist ? await this.existing(payment) : undefined;
      if (!existing) throw error;
      return { payment: existing, isNew: false };
    }
    this.repository.announce(payment);
    return { payment, isNew: true };
  }

  get(key: RowKey, sql?: Sql): Promise<Payment> {
    return this.repository.get(key, sql);
  }

  /** Those of the owner's payments that there are, by id. */
  getAll(owner: Pick<RowKey, 'accountId' | 'mode'>, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Payment>> {
    return this.repository.getAll(owner, ids);
  }

  private draft(caller: Caller, { dto, id }: { dto: CreatePaymentDto; id: string }): Payment {
    const connectionId = dto.connectionId ? connectionIdOf(dto.connectionId) : null;
    const now = this.clock.now();
    const payment = Object.assign(new Payment(), {
      accountId: caller.accountId,
      mode: caller.mode,
      id,
      reference: dto.reference,
      amount: dto.amount.value,
      currency: dto.amount.currency,
      amountPaid: 0,
      amountRefunded: 0,
      status: 'open',
      lastDecline: null,
      reviewReason: null,
      reviewSince: null,
      description: dto.description ?? null,
      customer: customerOf(dto),
      items: itemsOf(dto),
      capture: dto.capture ?? 'automatic',
      connectionId,
      connectionPinned: connectionId !== null,
      provider: null,
      returnUrl: dto.returnUrl ?? null,
      expiresAt: instantOf(dto.expiresAt),
      dueAt: instantOf(dto.dueAt),
      metadata: dto.metadata ?? {},
      bookingStatus: null,
      bookingVoucher: null,
      bookingReason: null,
      bookingAt: null,
      bookingAwaitedSince: null,
      settlement: null,
      recorded: null,
      captureBefore: null,
      captureWarned: false,
      version: 0,
      createdAt: now,
      updatedAt: now,
      paidAt: null,
      erasureId: null,
      erasedAt: null,
    } satisfies Partial<Payment>);
    payment.contentHashes = contentHashesOf(payment);
    payment.created(now);
    return payment;
  }

  private async existing(draft: Payment): Promise<Payment | undefined> {
    const [existing] = await this.database.select(
      Payment,
      'WHERE account_id = $1 AND mode = $2 AND (id = $3 OR reference = $4)',
      [draft.accountId, draft.mode, draft.id, draft.reference],
    );
    if (!existing) return undefined;
    const differing = Object.entries(draft.contentHashes)
      .filter(([field, hash]) => existing.contentHashes[field] !== hash)
      .map(([path]) => ({ path, code: 'differs', message: `${path} differs from the existing payment's` }));
    if (differing.length === 0) return existing;
    throw new DomainError(
      'reference_conflict',
      `The reference ${draft.reference} belongs to a payment with other content. Use another reference, or send the same content.`,
      { fields: differing },
    );
  }
}

function connectionIdOf(publicId: string): string {
  const id = fromPublicId('connection', publicId);
  if (id === undefined) throw wrongField('connectionId', 'unknown', 'connectionId must be the id of a connection');
  return id;
}

function customerOf({ customer }: CreatePaymentDto): Payment['customer'] {
  return {
    name: customer?.name ?? null,
    email: customer?.email ?? null,
    phone: customer?.phone ?? null,
    externalId: customer?.externalId ?? null,
  };
}

function itemsOf({ items }: CreatePaymentDto): Payment['items'] {
  return (items ?? []).map((item) => ({
    description: item.description,
    quantity: item.quantity ?? 1,
    amount: { value: item.amount.value, currency: item.amount.currency },
    code: item.code ?? null,
  }));
}

function contentHashesOf(payment: Payment): Record<string, string> {
  const { description, customer, items, capture, connectionId, returnUrl, expiresAt, dueAt, metadata } = payment;
  const fields = {
    amount: payment.money,
    description,
    customer,
    items,
    capture,
    connectionId,
    returnUrl,
    expiresAt,
    dueAt,
    metadata,
  };
  const hash = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('base64url').slice(0, 22);
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, hash(value)]));
}

function instantOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
