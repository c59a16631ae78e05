import { message, NAME, ok, outboundHarness } from './outbound.harness.js';
import { selfSigned } from './self-signed.certificate.js';

const certificate = selfSigned(NAME);

describe('calling an endpoint over TLS', () => {
  const { canary, client } = outboundHarness();
  const resolve = async (): Promise<readonly string[]> => ['127.0.0.1'];

  it('delivers where the certificate is trusted and names the host', async () => {
    const server = await canary(ok, certificate);
    const url = `https://${NAME}:${server.port}/`;
    const answer = await client({ ca: certificate.cert, resolve }).post({ ...message, url, mode: 'sandbox' });
    expect(answer).toMatchObject({ status: 200, body: 'thanks' });
  });

  it.each([
    ['nobody vouches for', certificate, undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['has expired', selfSigned(NAME, { until: '200201000000Z' }), 'itself', 'CERT_HAS_EXPIRED'],
    ['names another host', selfSigned('other.example.com'), 'itself', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('sends nothing to a server whose certificate %s', async (_name, served, trusted, code) => {
    const server = await canary(ok, served);
    const caller = client({ resolve, ...(trusted && { ca: served.cert }) });
    const call = caller.post({ ...message, url: `https://${NAME}:${server.port}/`, mode: 'sandbox' });
    await expect(call).rejects.toMatchObject({ kind: 'tls', message: `No secure connection (${code}).` });
    expect(server.hits.requests).toBe(0);
  });

  it('refuses TLS older than 1.2, and a port that does not speak TLS', async () => {
    for (const server of [await canary(ok, { ...certificate, maxVersion: 'TLSv1.1' }), await canary(ok)]) {
      const caller = client({ ca: certificate.cert, resolve });
      const call = caller.post({ ...message, url: `https://${NAME}:${server.port}/`, mode: 'sandbox' });
      await expect(call).rejects.toMatchObject({ kind: 'tls' });
      expect(server.hits.requests).toBe(0);
    }
  });
});
