import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Response } from 'express';
import { SystemClock } from '../../../src/common/clock.js';
import { Drain } from '../../../src/common/drain.js';
import type { Waker } from '../../../src/database/waker.js';
import { LinkPageStreams } from '../../../src/links/link-page.streams.js';
import { aLink, anOwnerIn, aPayment } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let server: Server;

beforeAll(async () => {
  db = await openTestDatabase();
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.close();
  await db.close();
});

describe('the stream of a page that was left while its link was looked up', () => {
  it('ends at once and takes no place from those who stay', async () => {
    const payment = aPayment()
      .in(await anOwnerIn(db.database))
      .build();
    const link = aLink(payment);
    await db.database.write({ insert: [payment, link] });
    let waits = 0;
    const streams = new LinkPageStreams(
      db.database,
      aWaker(() => (waits += 1)),
      new Drain(),
      new SystemClock(),
    );
    await streams.serve(link, 'return', await aResponseNobodyWaitsFor());

    expect(waits).toBe(0);
  });
});

/** Ends whatever waits, and tells of it. */
function aWaker(waited: () => void): Waker {
  const wait = () => {
    waited();
    return Promise.reject(new Error('Nobody is there to wait for'));
  };
  return { on: () => () => undefined, wakeHere: () => undefined, wait } as unknown as Waker;
}

async function aResponseNobodyWaitsFor(): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  socket.destroy();
  await once(response, 'close');
  return response as Response;
}
