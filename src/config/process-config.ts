import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type AppConfig } from './app-config.js';
import { readInteger } from './environment.js';

/** The configuration of this process: its variables, and those of a `.env` file in the current folder. */
export function loadProcessConfig(): AppConfig {
  readEnvFile();
  return loadConfig(process.env, process.stdout.isTTY);
}

/** The same for a machine that brings nothing: the simulator stands in for providers, and endpoints may be local. */
export function loadLocalConfig(makeSandboxKey: (dataDir: string) => string): AppConfig {
  readEnvFile();
  const simulatorPort = readInteger(process.env, 'SIMULATOR_PORT', { fallback: 4010, min: 1, max: 65_535 });
  const { dataDir } = loadConfig(process.env, false);
  provide('DOJO_BASE_URL', `http://127.0.0.1:${simulatorPort}`);
  provide('JODO_SANDBOX_BASE_URL', `http://127.0.0.1:${simulatorPort}`);
  // localhost may resolve to either, and one address that is not listed refuses the whole name.
  provide('OUTBOUND_ALLOW_CIDRS', '127.0.0.0/8,::1/128');
  // Read by the simulator, which inherits our variables.
  provide('SIMULATOR_DATA', join(dataDir, 'simulator.json'));
  provide('LOG_LEVEL', 'warn');
  if (!process.env['BOOTSTRAP_SANDBOX_KEY']) provide('BOOTSTRAP_SANDBOX_KEY', makeSandboxKey(dataDir));
  return loadConfig(process.env, process.stdout.isTTY);
}

function provide(name: string, value: string): void {
  process.env[name] ||= value;
}

// What the environment sets already wins over the file.
function readEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
