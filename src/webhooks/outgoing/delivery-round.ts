/**
 * What begins another round of attempts, at once: the schedule of waits starts anew, and the attempts go on counting. The
 * fence: one that is under way must not be noted as the outcome of the new round.
 */
export const NEW_ROUND = `status = 'due', due_at = now(), delivered_at = NULL, leased_until = NULL,
  fence = deliveries.fence + 1, attempts_before = deliveries.attempts`;

/** So many rows in one transaction: they are locked for less than a second, whatever the backlog. */
export const ROUND_CHUNK = 2000;
