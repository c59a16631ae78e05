import { ApiProperty } from '@nestjs/swagger';
import { registerDecorator } from 'class-validator';
import { fromPublicId } from '../../common/ids.js';
import type { Money } from '../../common/money.js';
import type { BookedEntry } from '../erp-books.js';
import { faultOf } from './erp-entry.rules.js';

export const MAX_ENTRIES = 50_000;

/** An amount in your books. */
export class ErpAmountDto implements Money {
  /**
   * Integer minor units, 0 or more.
   * @example 1000
   */
  value: number;

  /** @example 'GBP' */
  currency: string;
}

/** A payment in your books: by `id` or by `reference`, not both. */
export class ErpPaymentDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  id?: string;
  /** @example 'INV-2026-0001' */
  reference?: string;
  /** What you booked as received; compared with the payment's `amountPaid` where it is given. */
  amount?: ErpAmountDto;
}

/** Your books of a day. */
export class ErpBooksDto {
  @ApiProperty({ maxItems: MAX_ENTRIES })
  @AreEntries()
  payments: ErpPaymentDto[];

  static entriesOf({ payments }: ErpBooksDto): BookedEntry[] {
    return payments.map(({ id, reference, amount }) => ({
      ...(id === undefined ? { reference: reference! } : { id: fromPublicId('payment', id)! }),
      ...(amount && { amount: { value: amount.value, currency: amount.currency } satisfies Money }),
    }));
  }
}

/** In one pass: fifty thousand objects by a validator of their own each would hold up everybody else. */
function AreEntries(): PropertyDecorator {
  return (target: object, propertyName: string | symbol) => {
    registerDecorator({
      name: 'entries',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => faultIn(value) === null,
        defaultMessage: (given) => faultIn(given?.value) ?? '',
      },
    });
  };
}

function faultIn(value: unknown): string | null {
  if (!Array.isArray(value)) return 'payments must be a list';
  if (value.length > MAX_ENTRIES) return `payments must hold at most ${MAX_ENTRIES}`;
  for (const [index, entry] of value.entries()) {
    const fault = faultOf(entry);
    if (fault !== null) return `payments[${index}] ${fault}`;
  }
  return null;
}
