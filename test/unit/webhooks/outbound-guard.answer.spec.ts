import type { RequestListener } from 'node:http';
import type { OutboundClientOptions } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import { message, NAME, outboundHarness } from './outbound.harness.js';

describe('reading the answer of an endpoint', () => {
  const { canary, client } = outboundHarness();
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

  it('keeps 16 KiB of an answer of 10 MB that announces its length, and hangs up', async () => {
    const { server, call } = await answerOf((_request, response) => void response.end('x'.repeat(10_000_000)));
    expect((await call).body).toHaveLength(16 * 1024);
    await server.idle();
  });

  it('never takes what came unasked for the answer to the next call', async () => {
    const planted = 'HTTP/1.1 201 Created\r\ncontent-length: 7\r\n\r\nplanted';
    const server = await canary((_request, response) => {
      response.socket!.write(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok${planted}`);
    });
    const caller = client();
    const post = () => caller.post({ ...message, url: `http://127.0.0.1:${server.port}/`, mode: 'sandbox' });
    const answers = [await post(), await post()];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, 'ok'],
      [200, 'ok'],
    ]);
    expect(server.hits.connections).toBe(2);
  });

  it('drops a character that the cut splits, and NUL, which the database cannot store', async () => {
    const { call } = await answerOf((_request, response) => void response.end(`\0${'é'.repeat(9000)}`));
    expect((await call).body).toBe(`\uFFFD${'é'.repeat(8191)}`);
  });

  it.each([
    ['never answers', () => undefined],
    ['drips its headers', (_request, response) => drip(response.socket!, 'x-drip: 1\r\n', 'HTTP/1.1 200 OK\r\n')],
    ['drips its body', (_request, response) => drip(response, 'x')],
    ['sends nothing but 103', (_request, response) => drip(response.socket!, 'HTTP/1.1 103 Early Hints\r\n\r\n')],
    [
      'drips its trailers',
      (_request, response) =>
        drip(response.socket!, 'x-drip: 1\r\n', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n'),
    ],
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
    const inTrailers = await answerOf((_request, response) => {
      response.socket!.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n');
      response.socket!.write(`x-large: ${'x'.repeat(17_000)}\r\n\r\n`);
    });
    await expect(inTrailers.call).rejects.toMatchObject({ kind: 'protocol' });
    const upgrade = await answerOf((_request, response) => {
      response.socket!.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n');
    });
    await expect(upgrade.call).rejects.toMatchObject({ kind: expect.stringMatching(/^(protocol|reset)$/) });
    const garbage = await answerOf((_request, response) => void response.socket!.end('220 mail.example.com ESMTP\r\n'));
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
