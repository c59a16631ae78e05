import ipaddr from 'ipaddr.js';
import type { Mode } from '../payment-gateway.js';

/** Where Jodo's webhooks come from (docs.jodo.in/webhooks/security). */
export const JODO_SOURCE_ADDRESSES: Readonly<Record<Mode, readonly string[]>> = {
  sandbox: ['3.108.86.33', '13.127.40.177', '65.0.77.215'],
  live: ['3.6.234.242', '3.111.80.40', '13.232.24.175', '43.204.202.190'],
};

/** An address or a CIDR range, of either family. */
export function isSourceRange(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.isValid(text);
}

/** Whether the address lies in any of the ranges. An IPv4 address is the same one when it is written as IPv6. */
export function isFromAny(remoteAddress: string | null, ranges: readonly string[]): boolean {
  if (remoteAddress === null || !ipaddr.isValid(remoteAddress)) return false;
  const address = ipaddr.process(remoteAddress);
  return ranges.some((range) => {
    const [network, bits] = parseRange(range);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}

function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(range)) return ipaddr.parseCIDR(range);
  const address = ipaddr.process(range);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
