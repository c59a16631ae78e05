import type { components } from './api.types.js';

export type Problem = components['schemas']['Problem'];
export type FieldProblem = components['schemas']['FieldError'];

/** The API refused, or could not; branch on `code`, which is stable. */
export class DunlinError extends Error {
  override readonly name = 'DunlinError';
  /** `unknown` when the answer was no problem document: something between you and Dunlin answered. */
  readonly code: string;
  readonly requestId: string | null;
  /** Each wrong field, where there are any. */
  readonly fields: readonly FieldProblem[];

  constructor(
    readonly status: number,
    problem: Partial<Problem>,
  ) {
    super(problem.detail ?? `Dunlin answered ${status}`);
    this.code = problem.code ?? 'unknown';
    this.requestId = problem.requestId ?? null;
    this.fields = problem.errors ?? [];
  }
}

/** No answer came, however often it was tried. What you asked for may have been done: ask again with the same key. */
export class DunlinConnectionError extends Error {
  override readonly name = 'DunlinConnectionError';

  constructor(
    readonly idempotencyKey: string | null,
    cause: unknown,
  ) {
    super('Dunlin could not be reached', { cause });
  }
}
