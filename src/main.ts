import 'reflect-metadata';
import { startApp } from './app.start.js';
import { PinoLogger } from './common/app-logger.js';
import { loadProcessConfig } from './config/process-config.js';
import { runProcess } from './run-process.js';

await runProcess(async () => {
  const config = loadProcessConfig();
  const logger = new PinoLogger({ level: config.logLevel, format: config.logFormat });
  const app = await startApp(config, logger);
  logger.info({ role: config.role, url: config.publicUrl }, 'ready');
  // Shown here and never again: only its digest is stored.
  if (app.newSandboxKey !== null)
    process.stdout.write(`Your first sandbox key, shown only now: ${app.newSandboxKey}\n`);
  return app;
});
