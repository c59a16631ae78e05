import { connect } from 'node:net';
import { Agent } from 'undici';
import { OutboundGuard } from '../../../src/webhooks/outgoing/outbound-guard.js';
import { guardedConnector } from '../../../src/webhooks/outgoing/outbound-guard.connector.js';
import { message, NAME, ok, outboundHarness } from './outbound.harness.js';
import { selfSigned } from './self-signed.certificate.js';

const certificate = selfSigned(NAME);

describe('calling an address that a customer gave', () => {
  const { canary, client, closeLater } = outboundHarness();

  it('delivers to an allowed sandbox address and brings back the answer', async () => {
    const seen: unknown[] = [];
    const server = await canary((request, response) => {
      request.on('data', (chunk) =>
        seen.push(request.method, request.url, request.headers['content-type'], String(chunk)),
      );
      request.on('end', () => response.writeHead(202).end('thanks'));
    });
    const url = `http://127.0.0.1:${server.port}/hook?a=1`;
    const answer = await client().post({ ...message, url, mode: 'sandbox' });
    expect(answer).toMatchObject({ status: 202, body: 'thanks', durationMs: expect.any(Number) });
    expect(seen).toEqual(['POST', '/hook?a=1', 'application/json', '{}']);
  });

  it('uses one connection for two calls to the same host', async () => {
    const server = await canary(ok);
    const caller = client();
    for (let call = 0; call < 2; call += 1) {
      await caller.post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'sandbox' });
      await new Promise(setImmediate);
    }
    expect(server.hits).toEqual({ connections: 1, requests: 2 });
  });

  it('does not let a call that hangs delay another one to the same host', async () => {
    const server = await canary((request, response) => (request.url === '/hangs' ? undefined : ok(request, response)));
    const caller = client();
    const origin = `http://127.0.0.1:${server.port}`;
    const hanging = caller.post({ ...message, url: `${origin}/hangs`, mode: 'sandbox' });
    const answer = await caller.post({ ...message, url: `${origin}/answers`, mode: 'sandbox' });
    expect(answer.status).toBe(200);
    await caller.close();
    await expect(hanging).rejects.toMatchObject({ kind: 'reset' });
  });

  it('never carries a live call over a connection that sandbox rules opened', async () => {
    const server = await canary(ok, certificate);
    const caller = client({ ca: certificate.cert, resolve: async () => ['127.0.0.1'] });
    const url = `https://${NAME}:${server.port}/`;
    expect(await caller.post({ ...message, url, mode: 'sandbox' })).toMatchObject({ status: 200 });
    await expect(caller.post({ ...message, url, mode: 'live' })).rejects.toMatchObject({ kind: 'blocked' });
    expect(server.hits).toEqual({ connections: 1, requests: 1 });
  });

  describe('without touching the server', () => {
    it.each([
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '2130706433',
      '0x7f000001',
      '0x7f.0.0.1',
      '0X7F.1',
      '017700000001',
      '0177.0.0.1',
      '0177.0.0.0x1',
      '00000177.1',
      '127.0.0.1.',
      '127.255.255.254',
      '0',
      '0.0.0.0',
      '0x0',
      '%31%32%37.0.0.1',
      '１２７.0.0.1',
      '127。0。0。1',
      '①②⑦.⓪.⓪.①',
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.localhost',
      'lvh.localhost.',
      '[::1]',
      '[0:0:0:0:0:0:0:1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[::7f00:1]',
      '[64:ff9b::127.0.0.1]',
      '[64:ff9b:1::7f00:1]',
      '[2002:7f00:1::]',
      '[2001:0:7f00:1::]',
      'user:secret@127.0.0.1',
      'example.com@127.0.0.1',
      '127.0.0.1\\@example.com',
      '127.0.0.1#@example.com',
      '[0000:0000:0000:0000:0000:0000:0000:0001]',
      '[0:0::0:1]',
      '[::0.0.0.1]',
      '[::FFFF:127.0.0.1]',
      '[::ffff:0:127.0.0.1]',
      '[::1%25lo]',
      '[::1%lo]',
      '[fe80::1%25lo]',
      '%31%32%37%2e%30%2e%30%2e%31',
      '127%2E0%2E0%2E1',
      '127.0.\t0.1',
      '0177.0x0.0.1',
      '4294967297',
      'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
      'local\u00adhost',
    ])('refuses loopback written as %s', async (host) => {
      const server = await canary(ok);
      const [port, strict] = [server.port, client({ allowCidrs: [] })];
      for (const url of [`http://${host}:${port}/`, `https://${host}:${port}/`]) {
        await expect(strict.post({ ...message, url, mode: 'sandbox' })).rejects.toMatchObject({ kind: 'blocked' });
        await expect(client().post({ ...message, url, mode: 'live' })).rejects.toMatchObject({ kind: 'blocked' });
      }
      expect(server.hits).toEqual({ connections: 0, requests: 0 });
    });

    it.each([[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['::ffff:127.0.0.1']], [['127.0.0.1', '10.0.0.1']]])(
      'refuses a name that resolves to %j',
      async (answers) => {
        const server = await canary(ok);
        const caller = client({ resolve: async () => answers });
        const call = caller.post({ ...message, url: `https://${NAME}:${server.port}/`, mode: 'live' });
        await expect(call).rejects.toMatchObject({ kind: 'blocked' });
        expect(server.hits.connections).toBe(0);
      },
    );

    it('refuses a name that was public when the endpoint was created and is not any more', async () => {
      const server = await canary(ok);
      const answers = [['8.8.8.8'], ['127.0.0.1']];
      const caller = client({ resolve: async () => answers.shift()! });
      const url = `https://${NAME}:${server.port}/`;
      await caller.checkUrl(url, 'live');
      await expect(caller.post({ ...message, url, mode: 'live' })).rejects.toMatchObject({ kind: 'blocked' });
      expect(server.hits.connections).toBe(0);
    });

    it('refuses plain http in live mode even where the operator allows the address', async () => {
      const server = await canary(ok);
      const call = client().post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'live' });
      await expect(call).rejects.toThrow('Use https');
      expect(server.hits.connections).toBe(0);
    });

    it('reports a name that does not resolve, and an address nobody listens on', async () => {
      const server = await canary(ok);
      const unknown = client({ resolve: async () => Promise.reject(new Error('ENOTFOUND')) });
      const call = unknown.post({ ...message, url: `https://${NAME}/`, mode: 'live' });
      await expect(call).rejects.toMatchObject({ kind: 'dns' });
      await server.close();
      const refused = client().post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'sandbox' });
      await expect(refused).rejects.toMatchObject({ kind: 'connect', message: 'No connection (ECONNREFUSED).' });
    });
  });

  it('connects to the address it judged, not to what the name says a moment later', async () => {
    const server = await canary(ok);
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const caller = client({ allowCidrs: ['127.0.0.1/32'], resolve: async () => answers.shift()! });
    await caller.post({ ...message, url: `http://${NAME}:${server.port}/`, mode: 'sandbox' });
    expect(server.reachedAt).toEqual(['127.0.0.1']);
    expect(answers).toEqual([['127.0.0.2']]);
  });

  it.each(['http', 'https'])('sends nothing over %s when the peer is not the address it judged', async (scheme) => {
    let received = 0;
    const server = await canary(ok, scheme === 'https' ? certificate : undefined);
    const guard = new OutboundGuard({ allowCidrs: ['127.0.0.1/32'], resolve: async () => ['127.0.0.1'] });
    const astray = new Agent({
      connect: guardedConnector({
        guard,
        mode: 'sandbox',
        timeoutMs: 5000,
        dial: ({ port }) => {
          const socket = connect({ host: '127.0.0.2', port });
          return socket.once('close', () => (received = socket.bytesWritten));
        },
      }),
    });
    closeLater(astray);
    const call = astray.request({
      origin: `${scheme}://${NAME}:${server.port}`,
      path: '/',
      method: 'POST',
      body: '{}',
    });
    await expect(call).rejects.toMatchObject({ kind: 'blocked', message: expect.stringContaining('another address') });
    await server.idle();
    expect(server.hits.requests).toBe(0);
    expect(received).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    const target = await canary(ok);
    const server = await canary((_request, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    const answer = await client().post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'sandbox' });
    expect(answer.status).toBe(status);
    expect(target.hits.connections).toBe(0);
  });
});
