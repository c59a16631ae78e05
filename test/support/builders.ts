import { randomBytes } from 'node:crypto';
import { Account } from '../../src/accounts/account.entity.js';
import { newId } from '../../src/common/ids.js';
import type { Money } from '../../src/common/money.js';
import { Connection } from '../../src/connections/connection.entity.js';
import type { RowKey } from '../../src/database/owned-row.js';
import type { Sql } from '../../src/database/sql.js';
import { Event } from '../../src/events/event.entity.js';
import type {
  Decline,
  Mode,
  PaymentSnapshot,
  SnapshotFacts,
  SnapshotState,
} from '../../src/gateways/payment-gateway.js';
import { Link } from '../../src/links/link.entity.js';
import { Checkout } from '../../src/payments/checkout.entity.js';
import type { PaymentStatus } from '../../src/payments/payment-status.js';
import { Payment } from '../../src/payments/payment.entity.js';
import { Refund } from '../../src/payments/refund.entity.js';
import { Endpoint } from '../../src/webhooks/outgoing/endpoint.entity.js';

export type Owner = Pick<RowKey, 'accountId' | 'mode'>;

/** When everything here was made, unless a test says otherwise. */
export const CREATED_AT = new Date('2026-11-20T09:00:00.000Z');

const NOBODY: Owner = { accountId: '00000000-0000-7000-8000-0000000000aa', mode: 'sandbox' };

export function aPayment(): PaymentBuilder {
  return new PaymentBuilder();
}

/** £10.50 owed and never opened, unless told otherwise. */
export class PaymentBuilder {
  private readonly fields: Partial<Payment> = {
    ...NOBODY,
    id: newId(),
    reference: `INV-${randomBytes(6).toString('hex')}`,
    amount: 1050,
    currency: 'GBP',
    amountPaid: 0,
    amountRefunded: 0,
    status: 'open',
    lastDecline: null,
    reviewReason: null,
    reviewSince: null,
    description: null,
    customer: { name: null, email: null, phone: null, externalId: null },
    items: [],
    capture: 'automatic',
    connectionId: null,
    connectionPinned: false,
    provider: null,
    returnUrl: null,
    expiresAt: null,
    dueAt: null,
    metadata: {},
    bookingStatus: null,
    bookingVoucher: null,
    bookingReason: null,
    bookingAt: null,
    bookingAwaitedSince: null,
    settlement: null,
    recorded: null,
    captureBefore: null,
    captureWarned: false,
    contentHashes: {},
    version: 1,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    paidAt: null,
    erasureId: null,
    erasedAt: null,
  };

  in(owner: Owner): this {
    return this.with({ accountId: owner.accountId, mode: owner.mode });
  }

  of(value: number, currency: string): this {
    return this.with({ amount: value, currency });
  }

  expiring(at: Date): this {
    return this.with({ expiresAt: at });
  }

  pending(): this {
    return this.inStatus('pending');
  }

  failed(): this {
    return this.inStatus('failed');
  }

  authorized(): this {
    return this.inStatus('authorized');
  }

  canceled(): this {
    return this.inStatus('canceled');
  }

  expired(): this {
    return this.inStatus('expired');
  }

  paid(): this {
    return this.inStatus('paid').with({
      amountPaid: this.fields.amount!,
      paidAt: CREATED_AT,
      bookingStatus: 'unbooked',
      bookingAwaitedSince: CREATED_AT,
    });
  }

  partiallyRefunded(value = 50): this {
    return this.paid().inStatus('partially_refunded').with({ amountRefunded: value });
  }

  refunded(): this {
    return this.paid().inStatus('refunded').with({ amountRefunded: this.fields.amount! });
  }

  /** With whatever sums that status implies. */
  inState(status: PaymentStatus): this {
    switch (status) {
      case 'paid':
        return this.paid();
      case 'partially_refunded':
        return this.partiallyRefunded();
      case 'refunded':
        return this.refunded();
      default:
        return this.inStatus(status);
    }
  }

  with(fields: Partial<Payment>): this {
    Object.assign(this.fields, fields);
    return this;
  }

  build(): Payment {
    return Object.assign(new Payment(), this.fields);
  }

  private inStatus(status: PaymentStatus): this {
    return this.with({ status, version: 2 });
  }
}

export function aCheckout(): CheckoutBuilder {
  return new CheckoutBuilder();
}

/** Open at the provider, seen there once, nobody has paid. */
export class CheckoutBuilder {
  private readonly fields: Partial<Checkout> = {
    ...NOBODY,
    id: newId(),
    paymentId: newId(),
    connectionId: newId(),
    provider: 'dojo',
    providerPaymentId: `pi_${randomBytes(8).toString('hex')}`,
    url: 'https://pay.example.com/checkout',
    status: 'open',
    closedReason: null,
    found: null,
    returnTokenHash: randomBytes(32),
    amountPaid: 0,
    amountRefunded: 0,
    refundedElsewhere: 0,
    captureAmount: null,
    captureRequestId: null,
    captureAskedAt: null,
    unwantedHoldSince: null,
    lastDeclineId: null,
    evidence: null,
    expiresAt: null,
    sentAt: CREATED_AT,
    lookedAt: CREATED_AT,
    lookAskedAt: null,
    failedLooks: 0,
    dueAt: null,
    leasedUntil: null,
    fence: 0,
    createdAt: CREATED_AT,
    closedAt: null,
  };

  of(payment: Payment): this {
    return this.with({ accountId: payment.accountId, mode: payment.mode, paymentId: payment.id });
  }

  at(connection: Connection): this {
    return this.with({ connectionId: connection.id, provider: connection.provider });
  }

  creating(): this {
    return this.with({ status: 'creating', providerPaymentId: null, url: null, sentAt: null, lookedAt: null });
  }

  authorized(): this {
    return this.with({ status: 'authorized' });
  }

  closed(): this {
    return this.with({ status: 'closed', closedReason: 'canceled', closedAt: CREATED_AT });
  }

  paid(value = 1050): this {
    return this.with({ status: 'paid', amountPaid: value, evidence: { status: 'paid' }, closedAt: CREATED_AT });
  }

  refunded(value = 1050): this {
    return this.paid().with({ amountRefunded: value });
  }

  due(at: Date): this {
    return this.with({ dueAt: at });
  }

  with(fields: Partial<Checkout>): this {
    Object.assign(this.fields, fields);
    return this;
  }

  build(): Checkout {
    return Object.assign(new Checkout(), this.fields);
  }
}

export function aRefund(value = 1050): RefundBuilder {
  return new RefundBuilder(value);
}

/** Set aside, and not asked for yet. */
export class RefundBuilder {
  private readonly fields: Partial<Refund>;

  constructor(value: number) {
    this.fields = {
      ...NOBODY,
      id: newId(),
      paymentId: newId(),
      checkoutId: newId(),
      amount: value,
      currency: 'GBP',
      reason: null,
      status: 'pending',
      sentAt: null,
      providerRefundId: null,
      failure: null,
      resolution: null,
      tries: 0,
      dueAt: CREATED_AT,
      leasedUntil: null,
      fence: 0,
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
    };
  }

  of(checkout: Checkout): this {
    const { accountId, mode, paymentId, id } = checkout;
    return this.with({ accountId, mode, paymentId, checkoutId: id });
  }

  /** On its way, or lost on it. */
  sent(): this {
    return this.with({ sentAt: CREATED_AT });
  }

  accepted(): this {
    return this.sent().with({ providerRefundId: 'rfnd_1' });
  }

  unknown(): this {
    return this.sent().with({ status: 'unknown' });
  }

  succeeded(): this {
    return this.accepted().with({ status: 'succeeded', dueAt: null });
  }

  failed(): this {
    return this.with({ status: 'failed', dueAt: null });
  }

  with(fields: Partial<Refund>): this {
    Object.assign(this.fields, fields);
    return this;
  }

  build(): Refund {
    return Object.assign(new Refund(), this.fields);
  }
}

/** What a provider says of a checkout; amounts are the payment's unless told otherwise. */
export function snapshotOf(
  payment: Payment,
  state: SnapshotState,
  facts: Partial<SnapshotFacts> = {},
): PaymentSnapshot {
  return { providerPaymentId: 'pi_1', reference: payment.reference, ...facts, ...state };
}

export function paidInFull(payment: Payment, refundedValue = 0): SnapshotState {
  return { status: 'paid', paid: payment.money, refunded: money(refundedValue, payment.currency) };
}

export function money(value: number, currency = 'GBP'): Money {
  return { value, currency };
}

export function aDecline(id = 'try_1', at = new Date('2026-11-20T09:30:00.000Z')): Decline {
  return { id, at, code: '05', message: 'Do not honor' };
}

export function anAccount(): Account {
  return Object.assign(new Account(), {
    id: newId(),
    name: 'Sample School',
    supportEmail: null,
    supportPhone: null,
    supportUrl: null,
    logoUrl: null,
    colour: null,
    locale: 'en',
    timeZone: 'Europe/London',
    returnOrigins: [],
    returnSecretVersions: {},
    reminderWindow: { fromHour: 9, toHour: 18 },
    receipts: false,
    createdAt: CREATED_AT,
  });
}

export function aConnection(owner: Owner): Connection {
  return Object.assign(new Connection(), {
    accountId: owner.accountId,
    mode: owner.mode,
    id: newId(),
    provider: 'dojo',
    name: 'Dojo',
    credentials: 'sealed',
    credentialsHint: 'abcd',
    settings: {},
    webhookSecrets: null,
    webhookTokenHash: randomBytes(32),
    webhookToken: 'sealed',
    currencies: [],
    priority: 1,
    enabled: true,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
  });
}

export function aLink(payment: Payment = aPayment().build()): Link {
  return Object.assign(new Link(), {
    accountId: payment.accountId,
    mode: payment.mode,
    id: newId(),
    paymentId: payment.id,
    tokenHash: randomBytes(32),
    token: 'sealed',
    expiresAt: new Date('2026-12-04T09:00:00.000Z'),
    canceledAt: null,
    opensByPeople: 0,
    opensByScanners: 0,
    firstOpenedAt: null,
    lastOpenedAt: null,
    reminders: [],
    dueAt: null,
    leasedUntil: null,
    fence: 0,
    remindersStoppedAt: null,
    createdAt: CREATED_AT,
  });
}

export function anEvent(owner: Owner, fields: Partial<Event> = {}): Event {
  return Object.assign(new Event(), {
    accountId: owner.accountId,
    mode: owner.mode,
    id: newId(),
    sequence: null,
    type: 'payment.updated',
    paymentId: null,
    paymentVersion: null,
    data: {},
    previous: null,
    createdAt: CREATED_AT,
    ...fields,
  });
}

export function anEndpoint(owner: Owner, fields: Partial<Endpoint> = {}): Endpoint {
  return Object.assign(new Endpoint(), {
    accountId: owner.accountId,
    mode: owner.mode,
    id: newId(),
    url: 'https://erp.example.com/hooks',
    description: null,
    events: [],
    secrets: 'sealed',
    status: 'active',
    fromSequence: 1,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    ...fields,
  });
}

/** A new account's sandbox, or live side, stored. */
export async function anOwnerIn(sql: Sql, mode: Mode = 'sandbox'): Promise<Owner> {
  const account = anAccount();
  await sql.write({ insert: [account] });
  return { accountId: account.id, mode };
}
