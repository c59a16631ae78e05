import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseSlowSenders } from '../../../src/common/slow-senders.js';
import { sendRaw } from '../../support/raw.http.js';

const PATIENCE = { headersMs: 200, requestMs: 400, checkMs: 50 };

let server: Server;
let url: string;
let received: number;

beforeEach(async () => {
  received = 0;
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      received += 1;
      setTimeout(() => response.end('done'), 2 * PATIENCE.requestMs);
    });
  });
  refuseSlowSenders(server, PATIENCE);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a sender', () => {
  it.each([
    ['its headers', 'GET / HTTP/1.1\r\nHost: dunlin.example\r\nX-Note: '],
    ['its body', 'POST / HTTP/1.1\r\nHost: dunlin.example\r\nContent-Length: 9\r\n\r\n{'],
    ['its chunks', 'POST / HTTP/1.1\r\nHost: dunlin.example\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ])('that does not come to the end of %s is given up', async (_, bytes) => {
    expect((await sendRaw(url, bytes)).statuses).toEqual([408]);
    expect(received).toBe(0);
  });

  it('that has sent everything may wait for its answer', async () => {
    const bytes = 'GET / HTTP/1.1\r\nHost: dunlin.example\r\nConnection: close\r\n\r\n';

    expect((await sendRaw(url, bytes)).statuses).toEqual([200]);
  });
});
