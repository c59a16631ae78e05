import { jest } from '@jest/globals';
import { message, NAME, ok, outboundHarness } from './outbound.harness.js';

/** One address of each range that is not one host on the public Internet. */
const SPECIAL: readonly (readonly [what: string, address: string])[] = [
  ['loopback', '127.0.0.1'],
  ['the end of loopback', '127.255.255.254'],
  ['IPv6 loopback', '::1'],
  ['no address', '0.0.0.0'],
  ['no IPv6 address', '::'],
  ['this network', '0.1.2.3'],
  ['a private network of class A', '10.0.0.1'],
  ['a private network of class B', '172.31.255.254'],
  ['a private network of class C', '192.168.1.1'],
  ['a carrier’s private network', '100.64.0.1'],
  ['a cloud’s metadata inside of a carrier’s network', '100.100.100.200'],
  ['link-local', '169.254.0.1'],
  ['a cloud’s metadata', '169.254.169.254'],
  ['a cloud’s metadata over IPv6', 'fd00:ec2::254'],
  ['IETF protocols', '192.0.0.1'],
  ['a cloud’s metadata among IETF protocols', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['more documentation', '198.51.100.1'],
  ['yet more documentation', '203.0.113.1'],
  ['IPv6 documentation', '2001:db8::1'],
  ['new IPv6 documentation', '3fff::1'],
  ['a 6to4 relay', '192.88.99.1'],
  ['benchmarks', '198.19.255.254'],
  ['IPv6 benchmarks', '2001:2::1'],
  ['multicast', '224.0.0.1'],
  ['service discovery', '239.255.255.250'],
  ['IPv6 multicast', 'ff02::1'],
  ['the future', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv4 mapped', '::ffff:127.0.0.1'],
  ['IPv4 mapped, in hexadecimal', '::ffff:7f00:1'],
  ['IPv4 compatible', '::7f00:1'],
  ['IPv4 translated', '::ffff:0:7f00:1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['a local NAT64', '64:ff9b:1::7f00:1'],
  ['NAT64 of a public address', '64:ff9b::808:808'],
  ['6to4', '2002:7f00:1::1'],
  ['Teredo', '2001:0:7f00:1::1'],
  ['ORCHID', '2001:20::1'],
  ['a unique local address', 'fc00::1'],
  ['a unique local address, as made at random', 'fd12:3456:789a::1'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv6 site-local', 'fec0::1'],
  ['the discard prefix', '100::1'],
  ['segment routing', '5f00::1'],
  ['what nobody has been given', '4000::1'],
];

describe('an address that is not one public host', () => {
  const { canary, client } = outboundHarness();

  it.each(SPECIAL)('%s (%s) is not called, by number or by name, alone or among public ones', async (_, address) => {
    const server = await canary(ok);
    const literal = address.includes(':') ? `[${address}]` : address;
    const routes: [host: string, answers: readonly string[]][] = [
      [literal, []],
      [NAME, [address]],
      [NAME, ['8.8.8.8', address]],
      [NAME, [address, '2606:4700:4700::1111']],
    ];
    for (const [host, answers] of routes) {
      const caller = client({ allowCidrs: [], resolve: async () => answers });
      for (const mode of ['live', 'sandbox'] as const) {
        const call = caller.post({ ...message, url: `https://${host}:${server.port}/`, mode });
        await expect(call).rejects.toMatchObject({ kind: 'blocked' });
      }
    }
    expect(server.hits).toEqual({ connections: 0, requests: 0 });
  });
});

describe('a name that changes its answer', () => {
  const { canary, client } = outboundHarness();
  const clock = { lateMs: 0 };
  const now = Date.now.bind(Date);

  beforeEach(() => {
    clock.lateMs = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + clock.lateMs);
  });
  afterEach(() => jest.restoreAllMocks());

  async function rebinding() {
    const server = await canary(ok);
    const name = { answers: ['127.0.0.1'], asked: 0 };
    const caller = client({
      allowCidrs: ['127.0.0.1/32'],
      resolve: async () => {
        name.asked += 1;
        return name.answers;
      },
    });
    const post = async () => {
      const answer = await caller.post({ ...message, url: `http://${NAME}:${server.port}/`, mode: 'sandbox' });
      // The connection goes back to its pool after the answer.
      await new Promise(setImmediate);
      return answer;
    };
    return { server, name, post };
  }

  it('is called at the judged address alone while that connection lives', async () => {
    const { server, name, post } = await rebinding();
    await post();
    name.answers = ['127.0.0.2'];
    await post();
    expect(server.reachedAt).toEqual(['127.0.0.1']);
    expect(name.asked).toBe(1);
  });

  it('is judged anew for each new connection', async () => {
    const { server, name, post } = await rebinding();
    const both = [post(), post()];
    await Promise.all(both);
    expect(name.asked).toBe(2);
    name.answers = ['127.0.0.2'];
    await Promise.all([post(), post()]);
    await expect(Promise.all([post(), post(), post()])).rejects.toMatchObject({ kind: 'blocked' });
    expect(new Set(server.reachedAt)).toEqual(new Set(['127.0.0.1']));
  });

  it('is judged anew after a minute, however busy its connection is kept', async () => {
    const { server, name, post } = await rebinding();
    await post();
    name.answers = ['127.0.0.2'];
    clock.lateMs = 61_000;
    await expect(post()).rejects.toMatchObject({ kind: 'blocked' });
    expect(server.reachedAt).toEqual(['127.0.0.1']);
  });
});
