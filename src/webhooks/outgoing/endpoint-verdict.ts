import type { Endpoint } from './endpoint.entity.js';

/** What attempts of one moment said about an endpoint. */
export interface EndpointSigns {
  /** At least one was accepted. */
  readonly isAccepting: boolean;
  /** It answered 410. */
  readonly isGone: boolean;
  /** When the first failure was sent; null without one. */
  readonly failedAt: Date | null;
}

export interface EndpointPatience {
  readonly endpointWarnSeconds: number;
  readonly endpointPauseSeconds: number;
}

type State = Pick<Endpoint, 'status' | 'failingSince' | 'warnedAt'>;

/** `failing`: the first failure after successes. `paused_…`: it gets nothing more until it is resumed. */
export type EndpointVerdict = 'recovered' | 'failing' | 'warned' | 'paused_failing' | 'paused_gone';

/**
 * What follows for the endpoint; null: nothing. An endpoint is judged by its attempts, never by the clock alone: one
 * that failed once and was sent nothing for a week is not paused for the silence.
 */
export function verdictOn(endpoint: State, signs: EndpointSigns, patience: EndpointPatience): EndpointVerdict | null {
  if (endpoint.status !== 'active') return null;
  if (signs.isGone) return 'paused_gone';
  if (signs.isAccepting) return endpoint.failingSince === null ? null : 'recovered';
  if (signs.failedAt === null) return null;
  if (endpoint.failingSince === null) return 'failing';
  const failingSeconds = (signs.failedAt.getTime() - endpoint.failingSince.getTime()) / 1000;
  if (failingSeconds >= patience.endpointPauseSeconds) return 'paused_failing';
  return failingSeconds >= patience.endpointWarnSeconds && endpoint.warnedAt === null ? 'warned' : null;
}
