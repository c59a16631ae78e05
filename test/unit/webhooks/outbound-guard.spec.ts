import { OutboundGuard } from '../../../src/webhooks/outgoing/outbound-guard.js';
import type { OutboundMode } from '../../../src/webhooks/outgoing/outbound-guard.js';
import { isSameAddress } from '../../../src/webhooks/outgoing/outbound-guard.address.js';
import { UrlNotAllowed, withCode } from '../../../src/webhooks/outgoing/outbound-guard.failure.js';
import { SPECIAL_V4_RANGES } from './special-address.arbitrary.js';

const MODES: readonly OutboundMode[] = ['sandbox', 'live'];
const strict = new OutboundGuard({ allowCidrs: [] });
const onLoopback = new OutboundGuard({ allowCidrs: ['127.0.0.0/8', '::1/128'] });

describe('checking the text of an address', () => {
  it.each([
    'https://erp.example.com/hooks?token=1#part',
    'https://erp.example.com:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://bücher.example/',
    'HTTPS://ERP.EXAMPLE.COM',
  ])('lets %s through in both modes', (text) => {
    for (const mode of MODES) expect(strict.checkUrl(text, { mode }).url.href).toBe(new URL(text).href);
  });

  it.each([
    ['no address', 'hello'],
    ['a path', '/hooks'],
    ['an empty text', ''],
    ['another protocol', 'ftp://erp.example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a data address', 'data:text/plain,hello'],
    ['a user name', 'https://user@erp.example.com/'],
    ['a password', 'https://user:secret@erp.example.com/'],
    ['a host dressed up as a user', 'https://erp.example.com@127.0.0.1/'],
    ['no host', 'https:///'],
    ['more than 2048 characters', `https://erp.example.com/${'x'.repeat(2048)}`],
    ['a name with a dot at its end', 'https://erp.example.com./'],
    ['localhost', 'https://localhost/'],
    ['a name under localhost', 'https://a.b.LOCALHOST/'],
    ['localhost with a dot', 'https://localhost./'],
    ['a .local name', 'https://printer.local/'],
    ['a .internal name', 'https://metadata.google.internal/'],
    ['a .home.arpa name', 'https://nas.home.arpa/'],
    ['a name without a dot', 'https://postgres:5432/'],
    ['the ssh port', 'https://erp.example.com:22/'],
    ['the smtp port', 'https://erp.example.com:25/'],
    ['the redis port', 'https://erp.example.com:6379/'],
    ['port 0', 'https://erp.example.com:0/'],
    ['a port that does not exist', 'https://erp.example.com:65536/'],
  ])('refuses %s in both modes', (_name, text) => {
    for (const mode of MODES) expect(() => strict.checkUrl(text, { mode })).toThrow(UrlNotAllowed);
  });

  it.each([
    ['hello', 'sandbox', 'Use an absolute https address of at most 2048 characters.'],
    ['https://erp.example.com:secret@10.0.0.1/', 'live', 'Leave user name and password out of the address'],
    ['ftp://erp.example.com/', 'live', 'Use an address that begins with https://.'],
    ['https://erp.example.com:22/', 'live', 'Use port 443, 80 or one from 1024 up'],
    ['http://erp.example.com/', 'live', 'Use https: plain http is never allowed in live mode.'],
    ['http://erp.example.com/', 'sandbox', 'Use https: the operator allows no address for plain http.'],
    ['https://10.0.0.1/', 'live', 'Use the name of a public host: this address is private'],
    ['https://erp.example.com./', 'live', 'Write the host without a dot at its end.'],
    ['https://printer.local/', 'live', 'Use the full public name of the host: local names are not called.'],
  ] as const)('says of %s in %s mode what to do instead', (text, mode, advice) => {
    expect(() => strict.checkUrl(text, { mode })).toThrow(advice);
  });

  it.each([80, 443, 1024, 8080, 65_535])('lets port %i through', (port) => {
    expect(strict.checkUrl(`https://erp.example.com:${port}/`, { mode: 'live' }).hostname).toBe('erp.example.com');
  });

  it.each([1, 79, 81, 442, 444, 1023, 5060, 5061, 6379, 6665, 6666, 6667, 6668, 6669, 6697, 9100, 11_211])(
    'refuses port %i, of which another protocol may be served',
    (port) => {
      expect(() => strict.checkUrl(`https://erp.example.com:${port}/`, { mode: 'live' })).toThrow('Use port 443');
    },
  );

  it('lets an address of 2048 characters through, and none that is longer', () => {
    const longest = 'https://erp.example.com/'.padEnd(2048, 'x');
    expect(strict.checkUrl(longest, { mode: 'live' }).url.href).toBe(longest);
    expect(() => strict.checkUrl(`${longest}x`, { mode: 'live' })).toThrow('2048 characters');
  });

  it.each(['https://notlocal.example/', 'https://local.example.com/', 'https://mylocal.com/'])(
    'does not take %s for a local name',
    (text) => {
      expect(strict.checkUrl(text, { mode: 'live' }).url.href).toBe(text);
    },
  );

  it('tells where the call goes, an IPv6 address without its brackets', () => {
    const { hostname, protocol, mode } = strict.checkUrl('https://[2606:4700:4700::1111]/', { mode: 'live' });
    expect({ hostname, protocol, mode }).toEqual({
      hostname: '2606:4700:4700::1111',
      protocol: 'https:',
      mode: 'live',
    });
  });

  it.each(SPECIAL_V4_RANGES)('refuses the first and the last address of %s', (range) => {
    const [network, bits] = range.split('/') as [string, string];
    const first = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    for (const address of [first, first + 2 ** (32 - Number(bits)) - 1]) {
      expect(() => strict.checkUrl(`https://${address}/`, { mode: 'live' })).toThrow(UrlNotAllowed);
    }
  });

  it.each([
    '[::]',
    '[::1]',
    '[fe80::1]',
    '[febf::1]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[3fff::1]',
    '[2001:2::1]',
    '[2001:10::1]',
    '[100::1]',
    '[5f00::1]',
    '[4000::1]',
    '[::8.8.8.8]',
    '[::ffff:8.8.8.8]',
    '[::ffff:0:8.8.8.8]',
    '[64:ff9b::8.8.8.8]',
    '[64:ff9b:1::8.8.8.8]',
    '[2002:808:808::1]',
    '[2001:0:808:808::1]',
  ])('refuses %s', (host) => {
    for (const mode of MODES) expect(() => strict.checkUrl(`https://${host}/`, { mode })).toThrow(UrlNotAllowed);
  });

  it.each([
    'http://127.0.0.1:8080/',
    'http://0x7f.1:8080/',
    'https://127.0.0.1/',
    'http://[::1]:8080/',
    'http://localhost:8080/',
    'https://localhost:8080/',
    'http://127.0.0.1:443/',
  ])('lets %s through in sandbox mode alone when the operator allows loopback', (text) => {
    expect(onLoopback.checkUrl(text, { mode: 'sandbox' }).mode).toBe('sandbox');
    expect(() => onLoopback.checkUrl(text, { mode: 'live' })).toThrow(UrlNotAllowed);
  });

  it('lets no more through in sandbox mode than the operator allows', () => {
    for (const text of [
      'http://10.0.0.1/',
      'http://8.8.8.8/',
      'https://169.254.169.254/',
      'http://[::ffff:127.0.0.1]/',
    ]) {
      expect(() => onLoopback.checkUrl(text, { mode: 'sandbox' })).toThrow(UrlNotAllowed);
    }
  });

  it('says what to do and never repeats the address, which may hold a token', () => {
    const attempt = () => strict.checkUrl('http://user:hunter2@10.0.0.1/?token=hunter2', { mode: 'live' });
    expect(attempt).toThrow(/^Leave user name and password out/);
    expect(attempt).not.toThrow(/hunter2/);
  });

  it('refuses to start with a range it cannot read', () => {
    expect(() => new OutboundGuard({ allowCidrs: ['127.0.0.1/33'] })).toThrow('"127.0.0.1/33" is not an address range');
  });
});

describe('judging what a name resolves to', () => {
  const destination = { hostname: 'erp.example.com', protocol: 'https:', mode: 'live' } as const;
  const guardFor = (answers: readonly string[]) =>
    new OutboundGuard({ allowCidrs: ['127.0.0.0/8'], resolve: async () => answers });

  it('gives back public addresses', async () => {
    const answers = ['8.8.8.8', '2606:4700:4700::1111'];
    expect(await guardFor(answers).resolve(destination)).toEqual(answers);
  });

  it.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['::1']],
    [['fe80::1%eth0']],
    [['::ffff:10.0.0.1']],
    [['8.8.8.8', '10.0.0.1']],
    [['8.8.8.8', '::1']],
    [['not an address']],
  ])('refuses %j', async (answers) => {
    await expect(guardFor(answers).resolve(destination)).rejects.toBeInstanceOf(UrlNotAllowed);
  });

  it('refuses what is no address at all in sandbox mode too', async () => {
    const resolving = guardFor(['not an address']).resolve({ ...destination, mode: 'sandbox' });
    await expect(resolving).rejects.toBeInstanceOf(UrlNotAllowed);
  });

  it('lets an allowed special address through for sandbox, over plain http too', async () => {
    const guard = guardFor(['127.0.0.1']);
    expect(await guard.resolve({ ...destination, mode: 'sandbox', protocol: 'http:' })).toEqual(['127.0.0.1']);
  });

  it('refuses plain http to a public address that the operator has not listed', async () => {
    const resolving = guardFor(['8.8.8.8']).resolve({ ...destination, mode: 'sandbox', protocol: 'http:' });
    await expect(resolving).rejects.toThrow('Use https');
  });

  it('tells a name without addresses apart from a forbidden one', async () => {
    const nowhere = { kind: 'dns', message: 'The host name could not be resolved.', name: 'OutboundFailure' };
    await expect(guardFor([]).resolve(destination)).rejects.toMatchObject(nowhere);
    await expect(guardFor(['10.0.0.1']).resolve(destination)).rejects.toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining('Use a host that only has public addresses'),
      name: 'UrlNotAllowed',
    });
  });

  it('takes a name that cannot be looked up for one without addresses', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    const guard = new OutboundGuard({ allowCidrs: [], resolve });
    await expect(guard.resolve(destination)).rejects.toMatchObject({ kind: 'dns' });
  });

  it('looks no name up where the host is an address', async () => {
    const guard = guardFor([]);
    expect(await guard.resolve({ ...destination, hostname: '8.8.8.8' })).toEqual(['8.8.8.8']);
  });

  it('does not tell what the name resolved to', async () => {
    await expect(guardFor(['10.1.2.3']).resolve(destination)).rejects.not.toThrow(/10\.1\.2\.3/);
  });
});

describe('two texts of an address', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8', true],
    ['2606:4700:4700::1111', '2606:4700:4700:0:0:0:0:1111', true],
    ['8.8.8.8', '8.8.4.4', false],
    ['8.8.8.8', '::ffff:8.8.8.8', false],
    ['erp.example.com', 'erp.example.com', false],
    ['8.8.8.8', 'erp.example.com', false],
    ['erp.example.com', '8.8.8.8', false],
  ])('%s and %s are the same: %s', (one, other, isSame) => {
    expect(isSameAddress(one, other)).toBe(isSame);
  });
});

describe('what is told of a call without an answer', () => {
  it.each([
    [{ code: 'ECONNREFUSED' }, 'No connection (ECONNREFUSED).'],
    [{ code: 'UND_ERR_SOCKET' }, 'No connection (UND_ERR_SOCKET).'],
    [{ code: 'to 10.0.0.1 refused' }, 'No connection.'],
    [{ code: 'E 10.0.0.1' }, 'No connection.'],
    [{ code: '10.0.0.1 E' }, 'No connection.'],
    [{ message: 'ECONNREFUSED' }, 'No connection.'],
    ['ECONNREFUSED', 'No connection.'],
    [null, 'No connection.'],
    [undefined, 'No connection.'],
  ])('of %j is a sentence with no more than a code', (error, sentence) => {
    expect(withCode('No connection', error)).toBe(sentence);
  });
});
