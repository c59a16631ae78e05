import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { NAME, ok, outboundHarness } from './outbound.harness.js';
import { selfSigned } from './self-signed.certificate.js';

jest.setTimeout(30_000);

const run = promisify(execFile);
const certificate = selfSigned(NAME);

// A process of its own, from the build: Jest gives tests a copy of the environment, which Node itself does not read.
const PROGRAM = `
  import { OutboundClient } from './dist/src/webhooks/outgoing/outbound-guard.client.js';
  const [url, ca] = process.argv.slice(1);
  const client = new OutboundClient({
    allowCidrs: ['127.0.0.0/8'], timeoutMs: 5000, resolve: async () => ['127.0.0.1'], ca: ca || undefined,
  });
  try {
    const { status } = await client.post({ url, mode: 'sandbox', headers: {}, body: '{}' });
    console.log(status);
  } catch (error) {
    console.log(error.kind, error.message);
  }
  await client.close();
`;

describe('the environment of the process', () => {
  const { canary } = outboundHarness();
  const outcomeOf = async (url: string, { env = {}, ca = '' }: { env?: Record<string, string>; ca?: string }) => {
    const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '-e', PROGRAM, url, ca], {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
    });
    return stdout.trim();
  };

  it('cannot switch the verification of certificates off', async () => {
    const server = await canary(ok, certificate);
    const url = `https://${NAME}:${server.port}/`;
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(await outcomeOf(url, { env })).toBe('tls No secure connection (DEPTH_ZERO_SELF_SIGNED_CERT).');
    expect(await outcomeOf(url, { env, ca: certificate.cert })).toBe('200');
    expect(server.hits.requests).toBe(1);
  });

  it('cannot bring TLS 1.1 back', async () => {
    const server = await canary(ok, { ...certificate, maxVersion: 'TLSv1.1' });
    const env = { NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0' };
    const outcome = await outcomeOf(`https://${NAME}:${server.port}/`, { env, ca: certificate.cert });
    expect(outcome).toMatch(/^tls /);
    expect(server.hits.requests).toBe(0);
  });

  it('cannot put a proxy in between', async () => {
    const [proxy, plain, secure] = [await canary(ok), await canary(ok), await canary(ok, certificate)];
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
    const env = {
      ...Object.fromEntries(names.map((name) => [name, `http://127.0.0.1:${proxy.port}`])),
      NO_PROXY: '',
      NODE_USE_ENV_PROXY: '1',
    };
    expect(await outcomeOf(`http://127.0.0.1:${plain.port}/`, { env })).toBe('200');
    expect(await outcomeOf(`https://${NAME}:${secure.port}/`, { env, ca: certificate.cert })).toBe('200');
    expect([plain.hits.requests, secure.hits.requests, proxy.hits.connections]).toEqual([1, 1, 0]);
  });
});
