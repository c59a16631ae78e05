import type { Response } from 'express';
import { type ProviderAnswer, send } from './provider.answer.js';
import type { PendingScenario, ScenarioName } from './scenario.catalogue.js';

/** What a provider says when it is out of order, when it is called too often, and of a payment that it does not know. */
export type FaultBodies = Readonly<Record<500 | 429, () => unknown>> & { readonly missing: () => ProviderAnswer };

const HAPPENS_ANYWAY: readonly ScenarioName[] = ['provider_timeout_after_create', 'provider_reset_after_create'];

/** Whether the operation is carried out and only its answer gets lost. */
export function happensAnyway(scenario: PendingScenario): boolean {
  return HAPPENS_ANYWAY.includes(scenario.name);
}

/** Lets the caller of a completed operation wait in vain. */
export function withholdAnswer(scenario: PendingScenario, response: Response): void {
  if (scenario.name === 'provider_reset_after_create') response.socket?.resetAndDestroy();
}

/** Answers, or fails to, in place of an operation that was not carried out. */
export function strike(
  { name, options }: PendingScenario,
  { response, bodies }: { response: Response; bodies: FaultBodies },
): void {
  switch (name) {
    case 'provider_500':
      response.status(500).json(bodies[500]());
      return;
    case 'rate_limit':
    case 'provider_429':
      if (options.retryAfterSeconds !== undefined) response.set('retry-after', String(options.retryAfterSeconds));
      response.status(429).json(bodies[429]());
      return;
    case 'payment_missing':
      send(bodies.missing(), response);
      return;
    case 'provider_answer':
      answerAsTold(options, response);
      return;
    case 'provider_drip':
      drip(response, options.intervalMs ?? 1000);
      return;
    case 'provider_reset':
      response.socket?.resetAndDestroy();
      return;
    default: // provider_timeout: the caller's patience decides
  }
}

function answerAsTold({ status, body, contentType }: PendingScenario['options'], response: Response): void {
  const text = body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body);
  // As a Buffer, so that Express adds no charset to the type asked for.
  response.writeHead(Number(status ?? 200), { 'content-type': contentType ?? 'application/json' });
  response.end(Buffer.from(text, 'utf8'));
}

/** White space for ever: legal JSON so far, and never a pause long enough for a body timeout. */
function drip(response: Response, intervalMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(' ');
  const timer = setInterval(() => response.write(' '), intervalMs);
  response.on('close', () => clearInterval(timer));
}
