import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const GLOBAL_UNICAST_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether an address belongs to one host on the public Internet, by the IANA special-purpose registries (RFC 6890 and
 * successors). IPv6 counts only inside 2000::/3, the space IANA has handed out: that leaves out what wraps an IPv4
 * address (mapped, compatible, NAT64) before any table is asked, and the table drops 6to4 and Teredo.
 */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined || address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST_V6);
}

/** Whether two texts write the same address; IPv4 and its IPv6-mapped form are two addresses. */
export function isSameAddress(a: string, b: string): boolean {
  const [left, right] = [parseAddress(a), parseAddress(b)];
  return left !== undefined && right !== undefined && left.toNormalizedString() === right.toNormalizedString();
}

/** The ranges an operator lets through although they are special, such as `127.0.0.0/8` or `::1/128`. */
export class AddressRanges {
  private readonly ranges: readonly [Address, number][];

  /** @throws RangeError naming the entry that is not CIDR notation */
  constructor(cidrs: readonly string[]) {
    this.ranges = cidrs.map(parseCidr);
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  includes(text: string): boolean {
    const address = parseAddress(text);
    return address !== undefined && this.ranges.some((range) => isWithin(address, range));
  }
}

function parseAddress(text: string): Address | undefined {
  return ipaddr.isValid(text) ? ipaddr.parse(text) : undefined;
}

function parseCidr(cidr: string): [Address, number] {
  if (!ipaddr.isValidCIDR(cidr)) throw new RangeError(`"${cidr}" is not an address range such as 10.0.0.0/8`);
  return ipaddr.parseCIDR(cidr);
}

function isWithin(address: Address, [network, bits]: [Address, number]): boolean {
  // ipaddr.js throws when asked to match across families.
  return address.kind() === network.kind() && address.match(network, bits);
}
