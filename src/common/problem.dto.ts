/** One wrong field of a request. */
export class FieldErrorDto {
  /** @example 'amount.value' */
  path: string;
  /** @example 'min' */
  code: string;
  message: string;
}

/** RFC 9457: how every error is told. Branch on `code`, which is stable. */
export class ProblemDto {
  /** A page that explains the code. */
  type: string;
  title: string;
  /** @example 400 */
  status: number;
  /** @example 'validation_failed' */
  code: string;
  /** What was wrong and what to do. */
  detail: string;
  /** Name it when you ask for help. */
  requestId: string;
  errors?: FieldErrorDto[];
}
