import { Column, type ColumnOptions } from 'typeorm';

type Options = Pick<ColumnOptions, 'nullable' | 'default'>;

/** An instant, UTC, to the millisecond: what JavaScript's Date and the API's times hold. */
export function Instant(options: Options = {}): PropertyDecorator {
  return Column('timestamp with time zone', { precision: 3, ...options });
}

/** A number beyond 32 bits: minor units, sequences. Fits a JavaScript number exactly. */
export function BigNumber(options: Options = {}): PropertyDecorator {
  return Column('bigint', {
    transformer: {
      from: (value: string | number | null) => (value === null ? null : Number(value)),
      to: (value: unknown) => value,
    },
    ...options,
  });
}
