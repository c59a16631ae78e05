import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

describe('openapi.json', () => {
  it('describes the API as the code does', async () => {
    // In a process of its own, from the build: the build's plugin knows the types, the tests' compiler does not.
    const { stderr } = await run(process.execPath, ['dist/src/openapi.js', '--check']);
    expect(stderr).toBe('');
  });
});
