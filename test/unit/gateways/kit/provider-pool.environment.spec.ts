import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { NAME, ok, outboundHarness } from '../../webhooks/outbound.harness.js';
import { selfSigned } from '../../webhooks/self-signed.certificate.js';

jest.setTimeout(30_000);

const run = promisify(execFile);
const certificate = selfSigned(NAME);

// A process of its own, from the build: Jest gives tests a copy of the environment, which Node itself does not read.
const PROGRAM = `
  import { openProviderPool } from './dist/src/gateways/kit/provider-pool.js';
  const [baseUrl] = process.argv.slice(1);
  const pool = openProviderPool({ baseUrl, timeoutMs: 5000 });
  try {
    const { statusCode } = await pool.request({ method: 'GET', path: '/' });
    console.log(statusCode);
  } catch (error) {
    console.log(error.name, error.code);
  }
  await pool.destroy();
`;

describe('the environment of the process', () => {
  const { canary } = outboundHarness();

  it('cannot make a provider of somebody whom nobody vouches for', async () => {
    const server = await canary(ok, certificate);
    const { stdout } = await run(
      process.execPath,
      ['--no-warnings', '--input-type=module', '-e', PROGRAM, `https://127.0.0.1:${server.port}`],
      { env: { ...process.env, NODE_OPTIONS: '', NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    );

    expect(stdout.trim()).toBe('NeverConnected DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(server.hits.requests).toBe(0);
  });
});
