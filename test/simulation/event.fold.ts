import { createHash } from 'node:crypto';
import type { EventEnvelope } from '../../src/events/event-envelope.js';
import type { PaymentBody } from '../../src/payments/payment-body.js';

export type ToldEvent = EventEnvelope & { readonly data: { readonly payment?: PaymentBody } };

/** What an ERP knows that does nothing but take events, in whatever order and however often they come. */
export class EventFold {
  /** The newest version that was told of each payment, by its reference. */
  readonly payments = new Map<string, PaymentBody>();
  readonly copies = new Map<number, number>();
  readonly faults: string[] = [];
  private readonly digests = new Map<number, string>();

  /** How many different events have come. */
  get size(): number {
    return this.copies.size;
  }

  take(event: ToldEvent): void {
    this.copies.set(event.sequence, (this.copies.get(event.sequence) ?? 0) + 1);
    const digest = createHash('sha256').update(JSON.stringify(event)).digest('base64');
    const known = this.digests.get(event.sequence);
    if (known !== undefined && known !== digest) this.faults.push(`event ${event.sequence} was told in two ways`);
    this.digests.set(event.sequence, digest);
    const { payment } = event.data;
    if (payment && payment.version > (this.payments.get(payment.reference)?.version ?? 0)) {
      this.payments.set(payment.reference, payment);
    }
  }

  /** Which event another fold was told otherwise, or undefined. */
  contradiction(other: EventFold): number | undefined {
    return [...this.digests].find(([sequence, digest]) => (other.digests.get(sequence) ?? digest) !== digest)?.[0];
  }

  /** Which of 1 … n never came. */
  missing(through: number): number[] {
    return Array.from({ length: through }, (_, index) => index + 1).filter((sequence) => !this.copies.has(sequence));
  }
}
