/** One Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. The second must not cut the stop short. */
const ECHO_MS = 500;

/**
 * Runs a program until it is told to stop. SIGTERM or SIGINT: everything that runs may end, then exit 0; a later
 * signal ends at once. A start that fails says why in one line and exits 1.
 */
export async function runProcess(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let program: { stop(): Promise<void> } | undefined;
  let stoppingSinceMs: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSinceMs !== undefined && performance.now() - stoppingSinceMs < ECHO_MS) return;
    if (stoppingSinceMs !== undefined || !program) process.exit(signal === 'SIGINT' ? 130 : 143);
    stoppingSinceMs = performance.now();
    program.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    program = await start();
  } catch (error) {
    fail(error);
  }
}

/** Says why in one line, and exits 1. */
export function fail(error: unknown): never {
  process.stderr.write(`Dunlin cannot go on: ${reasonOf(error).split('\n')[0]}\n`);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  const { code, port } = (error ?? {}) as { code?: unknown; port?: unknown };
  if (code === 'EADDRINUSE') return `port ${String(port)} is taken: stop what uses it, or set PORT`;
  return error instanceof Error ? error.message : String(error);
}
