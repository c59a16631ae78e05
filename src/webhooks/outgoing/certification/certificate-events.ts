import { newId, toPublicId } from '../../../common/ids.js';
import type { Money } from '../../../common/money.js';
import { envelopeOf, type EventEnvelope } from '../../../events/event-envelope.js';
import { Event } from '../../../events/event.entity.js';
import type { PaymentBody } from '../../../payments/payment-body.js';

/** What every payment here carries, so that an ERP can leave it out of its books. */
export const CERTIFICATE_MARK = { dunlin: 'certificate' } as const;

/** Real events begin with 1: whoever keeps the highest number it has seen stays where it is. */
const FIRST_SEQUENCE = -100;

const TOTAL: Money = { value: 1000, currency: 'GBP' };
/** Accents, another script, right to left, beyond the basic plane: 25 characters of UTF-16, 41 bytes of UTF-8. */
const UNICODE = 'Prüfung ✓ 授業料 رسوم 🎓 é/"';

/**
 * Events of payments that nobody owes, for one run: the shape of real ones, ids of their own, numbers that no real event
 * has. They are sent and never stored: nothing of this happened.
 */
export class CertificateEvents {
  private nextSequence = FIRST_SEQUENCE;

  constructor(private readonly at: Date) {}

  /** A payment that goes from pending to paid, in this order: the later event has the higher number. */
  pendingThenPaid(): readonly [pending: EventEnvelope, paid: EventEnvelope] {
    const payment = this.payment();
    const pending: PaymentBody = {
      ...payment,
      status: 'pending',
      amountPaid: { ...TOTAL, value: 0 },
      booking: { ...payment.booking, status: null },
      paidAt: null,
      version: payment.version - 1,
    };
    return [
      this.envelope('payment.pending', { data: { payment: pending }, previous: { status: 'open' } }),
      this.paid({}, payment),
    ];
  }

  paid(changes: Partial<PaymentBody> = {}, payment = this.payment()): EventEnvelope {
    return this.envelope('payment.paid', {
      data: { payment: { ...payment, ...changes } },
      previous: { status: 'pending' },
    });
  }

  paidIn(currency: string): EventEnvelope {
    const money = { value: TOTAL.value, currency };
    return this.paid({ amount: money, amountPaid: money, amountRefunded: { value: 0, currency } });
  }

  /** More than 64 KiB, which a column of a database may cut off, and less than what the usual JSON parsers refuse. */
  large(): EventEnvelope {
    const items = Array.from({ length: 50 }, (_, index) => ({
      description: UNICODE.repeat(8),
      quantity: 1,
      amount: { value: TOTAL.value / 50, currency: TOTAL.currency },
      code: `LINE-${index + 1}`,
    }));
    const notes = Object.fromEntries(
      Array.from({ length: 49 }, (_, index): [string, string] => [`note${index + 1}`, UNICODE.repeat(20)]),
    );
    return this.paid({
      description: UNICODE.repeat(160),
      items,
      metadata: { ...CERTIFICATE_MARK, ...notes },
    });
  }

  ofUnknownType(): EventEnvelope {
    return this.envelope('certificate.unknown_type', { data: { payment: this.payment() }, previous: null });
  }

  withUnknownFields(): EventEnvelope {
    const event = this.paid();
    const { payment } = event.data as { payment: PaymentBody };
    const ofLater = {
      ...event,
      data: { payment: { ...payment, futureField: { nested: [1, 'two', null] } }, futureObject: {} },
      futureField: 'of a later version',
    };
    return ofLater;
  }

  private envelope(type: string, told: { data: object; previous: object | null }): EventEnvelope {
    return envelopeOf(
      Object.assign(new Event(), {
        mode: 'sandbox',
        id: newId(),
        sequence: this.nextSequence++,
        type,
        createdAt: this.at,
        ...told,
      } satisfies Partial<Event>),
    );
  }

  private payment(): PaymentBody {
    const at = this.at.toISOString();
    const id = toPublicId('payment', newId());
    return {
      id,
      object: 'payment',
      mode: 'sandbox',
      reference: `CERTIFICATE-${id}`,
      amount: TOTAL,
      amountPaid: TOTAL,
      amountRefunded: { ...TOTAL, value: 0 },
      status: 'paid',
      lastDecline: null,
      review: null,
      description: 'Certificate of a webhook endpoint: nobody has paid this',
      customer: { name: 'Sample Payer', email: 'payer@example.com', phone: null, externalId: 'C-1001' },
      items: [],
      capture: 'automatic',
      captureBefore: null,
      connectionId: toPublicId('connection', newId()),
      provider: 'dojo',
      returnUrl: null,
      expiresAt: null,
      dueAt: null,
      metadata: CERTIFICATE_MARK,
      booking: { status: 'unbooked', voucher: null, reason: null, at: null },
      settlement: null,
      recorded: null,
      version: 3,
      createdAt: at,
      updatedAt: at,
      paidAt: at,
    };
  }
}
