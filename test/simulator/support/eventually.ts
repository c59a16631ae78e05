const PAUSE_MS = 5;

/** Asks again and again until the answer is something, at most for five seconds. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>, deadlineMs = 5000): Promise<T> {
  const giveUpAtMs = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > giveUpAtMs) throw new Error(`Still nothing after ${deadlineMs} ms: ${ask.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
