import { startSimulator } from './simulator.js';

/**
 * The simulator as a process of its own. It reads its environment itself, since it shares nothing with the application:
 * `SIMULATOR_PORT` (4010), `SIMULATOR_HOST` (127.0.0.1), `SIMULATOR_DATA` (a JSON file; without it nothing is kept),
 * `SIMULATOR_PUBLIC_URL` (what payment links begin with, if not host and port).
 */
const { SIMULATOR_PORT = '4010', SIMULATOR_HOST, SIMULATOR_DATA, SIMULATOR_PUBLIC_URL } = process.env;

const port = Number(SIMULATOR_PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535) exitWith('SIMULATOR_PORT must be a port number');

try {
  // An empty variable, as compose files leave it, counts as unset.
  const simulator = await startSimulator({
    port,
    host: SIMULATOR_HOST || undefined,
    publicUrl: SIMULATOR_PUBLIC_URL || undefined,
    dataFile: SIMULATOR_DATA || undefined,
  });
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Forked: a parent that is gone, however it went, must not leave us behind.
  process.once('disconnect', stop);
  process.send?.({ ready: simulator.url });
  console.log(`simulator ready ${simulator.url}`);
} catch (error) {
  exitWith(error instanceof Error ? error.message : String(error));
}

function exitWith(reason: string): never {
  console.error(`simulator: ${reason}`);
  process.exit(1);
}
