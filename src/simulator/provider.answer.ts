import type { Response } from 'express';

export interface ProviderAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** Thrown by an operation that changed nothing. */
export class ProviderRefusal extends Error {
  constructor(readonly answer: ProviderAnswer) {
    super(`Refused with ${answer.status}`);
  }
}

export function send(answer: ProviderAnswer, response: Response): void {
  response.status(answer.status);
  if (answer.body === undefined) response.end();
  else response.json(answer.body);
}
