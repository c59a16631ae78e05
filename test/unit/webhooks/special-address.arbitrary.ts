import fc from 'fast-check';

/** The IPv4 ranges that are not one host on the public Internet, after the IANA special-purpose registry. */
export const SPECIAL_V4_RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '255.255.255.255/32',
];

/** A host of a URL that means a special IPv4 address, in any of the spellings that parsers have fallen for. */
export function specialSpelling(): fc.Arbitrary<string> {
  return fc.oneof(specialV4().chain(spellingOf), specialV4().chain(wrappings));
}

function specialV4(): fc.Arbitrary<number> {
  return fc
    .tuple(fc.constantFrom(...SPECIAL_V4_RANGES), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }))
    .map(([range, at]) => {
      const [network, bits] = range.split('/') as [string, string];
      const first = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      return first + Math.floor(at * 2 ** (32 - Number(bits)));
    });
}

/** One to four parts, the last taking what is left over, each decimal, octal or hexadecimal; perhaps disguised. */
export function spellingOf(address: number): fc.Arbitrary<string> {
  const radix = fc.constantFrom<(value: number) => string>(
    (value) => String(value),
    (value) => `0${value.toString(8)}`,
    (value) => `0x${value.toString(16)}`,
    (value) => `0X000${value.toString(16).toUpperCase()}`,
  );
  const disguise = fc.constantFrom<(host: string) => string>(
    (host) => host,
    (host) => `${host}.`,
    (host) => host.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`),
    (host) => host.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    (host) => host.replaceAll('.', '。'),
  );
  return fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(radix, { minLength: 4, maxLength: 4 }), disguise)
    .map(([count, write, hide]) => {
      const leading = octets(address).slice(0, count - 1);
      const last = address % 2 ** (8 * (5 - count));
      return hide([...leading, last].map((value, index) => write[index]!(value)).join('.'));
    });
}

/** The address inside IPv6: mapped, compatible, translated, NAT64 (well-known and local), 6to4, Teredo. */
function wrappings(address: number): fc.Arbitrary<string> {
  const dotted = octets(address).join('.');
  const high = Math.floor(address / 65536).toString(16);
  const low = (address % 65536).toString(16);
  return fc.constantFrom(
    `[::ffff:${dotted}]`,
    `[::ffff:${high}:${low}]`,
    `[0:0:0:0:0:FFFF:${dotted}]`,
    `[::${dotted}]`,
    `[::ffff:0:${dotted}]`,
    `[64:ff9b::${dotted}]`,
    `[64:ff9b:1::${high}:${low}]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:${high}:${low}::1]`,
  );
}

function octets(address: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
}
