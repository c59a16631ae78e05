import { IsInt, Max, Min } from 'class-validator';
import { MAX_MONEY_VALUE, type Money } from './money.js';
import { IsCurrency } from './validation.js';

/** An amount of money in integer minor units. */
export class MoneyDto implements Money {
  /**
   * Integer minor units: 1000 is £10.00, ¥1000 or KD 1.000.
   * @example 1000
   */
  @IsInt()
  @Min(1)
  @Max(MAX_MONEY_VALUE)
  value: number;

  /**
   * ISO 4217, upper case.
   * @example 'GBP'
   */
  @IsCurrency()
  currency: string;
}

/** An amount that may be nothing yet. */
export class MoneySumDto implements Money {
  /**
   * Integer minor units, 0 or more.
   * @example 0
   */
  value: number;

  /** @example 'GBP' */
  currency: string;
}
