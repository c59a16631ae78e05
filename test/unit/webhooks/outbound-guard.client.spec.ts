import { connect } from 'node:net';
import type { RequestListener } from 'node:http';
import { Agent } from 'undici';
import { OutboundGuard } from '../../../src/webhooks/outgoing/outbound-guard.js';
import { OutboundClient } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import type { OutboundClientOptions } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import { guardedConnector } from '../../../src/webhooks/outgoing/outbound-guard.connector.js';
import { startCanary } from './canary.server.js';
import type { Canary } from './canary.server.js';
import { selfSigned } from './self-signed.certificate.js';

const NAME = 'erp.example.com';
const message = { headers: { 'content-type': 'application/json' }, body: '{}' };
const certificate = selfSigned(NAME);

describe('calling an address that a customer gave', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
  });

  const canary = async (listener: RequestListener, tls?: Parameters<typeof startCanary>[1]): Promise<Canary> => {
    const server = await startCanary(listener, tls);
    open.push(server);
    return server;
  };
  const client = (options: Partial<OutboundClientOptions> = {}): OutboundClient => {
    const made = new OutboundClient({ allowCidrs: ['127.0.0.0/8'], timeoutMs: 5000, ...options });
    open.push(made);
    return made;
  };
  const ok: RequestListener = (_request, response) => void response.end('thanks');

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
      await server.close().finally(() => open.shift());
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
    open.push(astray);
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

  it('pays no heed to proxy variables', async () => {
    const [proxy, server] = [await canary(ok), await canary(ok)];
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`;
    try {
      await client().post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'sandbox' });
    } finally {
      names.forEach((name, index) =>
        before[index] === undefined ? delete process.env[name] : (process.env[name] = before[index]),
      );
    }
    expect([server.hits.requests, proxy.hits.connections]).toEqual([1, 0]);
  });

  describe('reading the answer', () => {
    const answerOf = async (listener: RequestListener, options: Partial<OutboundClientOptions> = {}) => {
      const server = await canary(listener);
      const call = client(options).post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'sandbox' });
      return { server, call };
    };

    it('cuts an endless answer at 16 KiB and closes the connection', async () => {
      let cut: (wasComplete: boolean) => void;
      const closed = new Promise<boolean>((resolve) => (cut = resolve));
      const { call } = await answerOf((_request, response) => {
        const pour = (): void => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
        };
        response.on('close', () => cut(response.writableFinished));
        response.on('drain', pour);
        pour();
      });
      expect((await call).body).toBe('x'.repeat(16 * 1024));
      expect(await closed).toBe(false);
    });

    it('drops a character that the cut splits, and NUL, which the database cannot store', async () => {
      const { call } = await answerOf((_request, response) => void response.end(`\0${'é'.repeat(9000)}`));
      expect((await call).body).toBe(`\uFFFD${'é'.repeat(8191)}`);
    });

    it.each([
      ['never answers', () => undefined],
      ['drips its headers', (_request, response) => drip(response.socket!, 'x-drip: 1\r\n', 'HTTP/1.1 200 OK\r\n')],
      ['drips its body', (_request, response) => drip(response, 'x')],
    ] satisfies [string, RequestListener][])(
      'ends the call at the deadline when the endpoint %s',
      async (_name, listener) => {
        const { server, call } = await answerOf(listener, { timeoutMs: 150 });
        await expect(call).rejects.toMatchObject({ kind: 'timeout', message: 'No complete answer within 150 ms.' });
        await server.idle();
        expect(server.hits.requests).toBe(1);
      },
    );

    it('ends the call at the deadline when the name never resolves', async () => {
      const caller = client({ timeoutMs: 50, resolve: () => new Promise(() => undefined) });
      const url = `https://${NAME}/`;
      await expect(caller.checkUrl(url, 'live')).rejects.toMatchObject({ kind: 'timeout' });
      await expect(caller.post({ ...message, url, mode: 'live' })).rejects.toMatchObject({ kind: 'timeout' });
    });

    it('refuses headers beyond 16 KiB and answers that are not HTTP', async () => {
      const large = await answerOf(
        (_request, response) => void response.writeHead(200, { 'x-large': 'x'.repeat(17_000) }).end(),
      );
      await expect(large.call).rejects.toMatchObject({ kind: 'protocol' });
      const garbage = await answerOf(
        (_request, response) => void response.socket!.end('220 mail.example.com ESMTP\r\n'),
      );
      await expect(garbage.call).rejects.toMatchObject({ kind: 'protocol' });
    });

    it('reports a connection that is cut before or within the answer', async () => {
      const before = await answerOf((_request, response) => void response.socket!.destroy());
      await expect(before.call).rejects.toMatchObject({ kind: 'reset' });
      const within = await answerOf((_request, response) => {
        response.writeHead(200, { 'content-length': 10 });
        response.write('half', () => response.socket!.destroy());
      });
      await expect(within.call).rejects.toMatchObject({ kind: 'reset' });
    });

    it.each([
      [{ 'retry-after': '120' }, 120],
      [{ 'retry-after': 'Fri, 20 Nov 2026 10:01:00 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }, 60],
      [{ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }, 0],
      [{ 'retry-after': '-5 apples' }, undefined],
      [{ 'retry-after': '9'.repeat(30) }, undefined],
      [{}, undefined],
    ])('reads %j as a pause of %s seconds', async (headers: Record<string, string>, seconds) => {
      const { call } = await answerOf((_request, response) => void response.writeHead(503, headers).end());
      expect((await call).retryAfterSeconds).toBe(seconds);
    });
  });

  describe('over TLS', () => {
    const resolve = async (): Promise<readonly string[]> => ['127.0.0.1'];

    it('delivers where the certificate is trusted and names the host', async () => {
      const server = await canary(ok, certificate);
      const url = `https://${NAME}:${server.port}/`;
      const answer = await client({ ca: certificate.cert, resolve }).post({ ...message, url, mode: 'sandbox' });
      expect(answer).toMatchObject({ status: 200, body: 'thanks' });
    });

    it.each([
      ['nobody vouches for', certificate, undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      ['names another host', selfSigned('other.example.com'), 'itself', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ])('sends nothing to a server whose certificate %s', async (_name, served, trusted, code) => {
      const server = await canary(ok, served);
      const caller = client({ resolve, ...(trusted && { ca: served.cert }) });
      const call = caller.post({ ...message, url: `https://${NAME}:${server.port}/`, mode: 'sandbox' });
      await expect(call).rejects.toMatchObject({ kind: 'tls', message: `No secure connection (${code}).` });
      expect(server.hits.requests).toBe(0);
    });

    it('does not let NODE_TLS_REJECT_UNAUTHORIZED switch verification off', async () => {
      const server = await canary(ok, certificate);
      const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
      try {
        const call = client({ resolve }).post({ ...message, url: `https://${NAME}:${server.port}/`, mode: 'sandbox' });
        await expect(call).rejects.toMatchObject({ kind: 'tls' });
      } finally {
        if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
        else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
      }
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
});

/** Sends a little for ever, so that no timeout between two bytes ever fires. */
function drip(
  out: { write(text: string): unknown; destroyed: boolean; once(event: 'close', listener: () => void): unknown },
  text: string,
  first = '',
): void {
  if (first) out.write(first);
  const timer = setInterval(() => out.write(text), 10);
  out.once('close', () => clearInterval(timer));
}
