import 'reflect-metadata';
import { DomainError } from '../common/domain-error.js';
import { loadLocalConfig, loadProcessConfig } from '../config/process-config.js';
import { readCommandLine } from './command-line.js';
import { COMMANDS } from './commands.js';
import { helpText } from './help.js';
import { withApp } from './operator-app.js';
import { printReport } from './print-report.js';

/** The operator's commands: one each, then it ends. 0: done; 1: not done, and why in one line, or bad news in the answer. */
try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`dunlin: ${reasonOf(error)}\n`);
  process.exitCode = 1;
}

async function runCommand(args: readonly string[]): Promise<number> {
  const { command, input, wantsHelp, wantsJson, isLocal } = readCommandLine(args, COMMANDS);
  if (wantsHelp || !command) {
    process.stdout.write(helpText(command, COMMANDS));
    return 0;
  }
  const config = isLocal ? loadLocalConfig(() => '') : loadProcessConfig();
  const report = await withApp(config, (app) => command.run(app, input));
  process.stdout.write(printReport(report, { asJson: wantsJson }));
  return report.isBad === true ? 1 : 0;
}

function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return `${error.message} (${error.code})`;
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0]!;
}
