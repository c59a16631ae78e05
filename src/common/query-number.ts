import { Transform } from 'class-transformer';

/** A number in a query, which holds texts only. `1e1`, `0x10` and nothing are numbers to JavaScript, and to nobody else. */
export function QueryNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value,
  );
}
