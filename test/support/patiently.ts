import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../simulator/support/eventually.js';

const PAUSE_MS = 40;

/** Like `eventually`, for what other processes do: asked too often, they would be slower to get there. */
export function patiently<Answer>(
  ask: () => Answer | undefined | Promise<Answer | undefined>,
  deadlineMs = 15_000,
): Promise<Answer> {
  return eventually(async () => {
    const answer = await ask();
    if (answer === undefined) await delay(PAUSE_MS);
    return answer;
  }, deadlineMs);
}
