import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

/** Notes the first test that fails, and ends the run there if told to: Jest's own bail waits for the end of the file. */
export default class FirstFailureReporter {
  constructor(_globalConfig, { failureFile, endsAtFirstFailure }) {
    this.failureFile = failureFile;
    this.endsAtFirstFailure = endsAtFirstFailure;
  }

  onTestCaseResult(_test, { status, ancestorTitles, title, failureMessages }) {
    if (status !== 'failed') return;
    const message = stripVTControlCharacters(failureMessages.join('\n'));
    writeFileSync(this.failureFile, JSON.stringify({ titles: [...ancestorTitles, title], message }));
    if (this.endsAtFirstFailure) process.exit(1);
  }
}
