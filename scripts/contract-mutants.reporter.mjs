import { writeFileSync } from 'node:fs';
import process from 'node:process';

/** Ends the run at the first test that fails, and says which. Jest's own bail waits for the end of the file. */
export default class FirstFailureReporter {
  constructor(_globalConfig, { failureFile }) {
    this.failureFile = failureFile;
  }

  onTestCaseResult(_test, { status, ancestorTitles, title }) {
    if (status !== 'failed') return;
    writeFileSync(this.failureFile, JSON.stringify({ gateway: ancestorTitles[0], section: ancestorTitles[1], title }));
    process.exit(1);
  }
}
