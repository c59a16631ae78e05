import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { resolveByDns, resolveBySystem } from '../../../src/webhooks/outgoing/outbound-guard.names.js';
import { NAME } from './outbound.harness.js';

const A = 1;
const AAAA = 28;
const V4 = Buffer.from([8, 8, 8, 8]);
const V6 = Buffer.from('26064700470000000000000000001111', 'hex');

describe('resolving the name of an endpoint', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });

  /** A DNS server: addresses by the type of the record that is asked for; undefined is no answer at all. */
  async function dnsServer(answer: (type: number) => readonly Buffer[] | undefined) {
    const socket = createSocket('udp4');
    sockets.push(socket);
    const asked: number[] = [];
    socket.on('message', (query, { port, address }) => {
      const type = query.readUInt16BE(endOfName(query));
      asked.push(type);
      const addresses = answer(type);
      if (addresses) socket.send(responseTo(query, type, addresses), port, address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return { servers: [`127.0.0.1:${socket.address().port}`], asked };
  }

  it('asks for both families and gives back every address', async () => {
    const { servers } = await dnsServer((type) => (type === A ? [V4] : [V6]));
    expect(await resolveByDns(NAME, servers)).toEqual(['8.8.8.8', '2606:4700:4700::1111']);
  });

  it('makes do with the family that there is', async () => {
    const { servers, asked } = await dnsServer((type) => (type === AAAA ? [V6] : []));
    expect(await resolveByDns(NAME, servers)).toEqual(['2606:4700:4700::1111']);
    expect(new Set(asked)).toEqual(new Set([A, AAAA]));
  });

  it('finds nothing where there is nothing', async () => {
    const { servers } = await dnsServer(() => []);
    expect(await resolveByDns(NAME, servers)).toEqual([]);
  });

  it('lets the rest of the process look names up while the servers of many endpoints are silent', async () => {
    const { servers, asked } = await dnsServer(() => undefined);
    let ended = 0;
    const silent = Array.from({ length: 8 }, (_, index) =>
      resolveByDns(`erp-${index}.example.com`, servers).then((addresses) => {
        ended += 1;
        return addresses;
      }),
    );
    expect((await lookup('localhost', { all: true })).length).toBeGreaterThan(0);
    expect(ended).toBe(0);
    expect(await Promise.all(silent)).toEqual(Array.from({ length: 8 }, () => []));
    expect(asked.length).toBeGreaterThanOrEqual(16);
  }, 30_000);

  it('knows the names of the machine where the operator allows those', async () => {
    expect(await resolveBySystem('localhost')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(127\.|::1$)/)]),
    );
  });
});

function endOfName(query: Buffer): number {
  let at = 12;
  while (query[at] !== 0) at += query[at]! + 1;
  return at + 1;
}

/** RFC 1035 §4: the query's id and question, and one record for each address. */
function responseTo(query: Buffer, type: number, addresses: readonly Buffer[]): Buffer {
  const question = query.subarray(12, endOfName(query) + 4);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(address.length, 10);
    return Buffer.concat([record, address]);
  });
  return Buffer.concat([header, question, ...records]);
}
