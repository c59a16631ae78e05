import { isIP } from 'node:net';
import { AddressRanges, isPublicAddress } from './outbound-guard.address.js';
import { OutboundFailure, UrlNotAllowed } from './outbound-guard.failure.js';
import { resolveByDns, resolveBySystem } from './outbound-guard.names.js';

export type OutboundMode = 'sandbox' | 'live';

/** All addresses of a name, as texts; rejects when it has none. */
export type ResolveAddresses = (hostname: string) => Promise<readonly string[]>;

/** Where a connection is about to go. `hostname` is what WHATWG made of the host, IPv6 without brackets. */
export interface OutboundDestination {
  readonly hostname: string;
  readonly protocol: 'http:' | 'https:';
  readonly mode: OutboundMode;
}

/** A parsed address that passed the first layer. Only `url` is used from here on, never the text it came from. */
export interface OutboundTarget extends OutboundDestination {
  readonly url: URL;
}

const MAX_URL_CHARACTERS = 2048;
const LOCAL_SUFFIXES = ['localhost', 'local', 'internal', 'home.arpa'];

// Above 1024, yet spoken line by line (IRC, SIP, raw printing, Redis, memcached): a request body would be read as commands.
const COMMAND_PORTS = new Set([5060, 5061, 6379, 6665, 6666, 6667, 6668, 6669, 6697, 9100, 11211]);

/**
 * Decides which customer-given addresses may be called. URL literals never reach a DNS hook, and a name may answer
 * differently a moment later, so there are three layers: the URL (`checkUrl`), every address of its name at the moment of
 * connecting (`resolve`), and the peer that really answered (the connector, before anything is sent).
 *
 * Special addresses pass only in sandbox mode and only inside the operator's ranges; never in live mode. Ports: 443, 80 and
 * from 1024 up, without a few that take commands line by line.
 */
export class OutboundGuard {
  private readonly allowed: AddressRanges;
  private readonly resolveName: ResolveAddresses | undefined;

  constructor({ allowCidrs, resolve }: { allowCidrs: readonly string[]; resolve?: ResolveAddresses }) {
    this.allowed = new AddressRanges(allowCidrs);
    this.resolveName = resolve;
  }

  /**
   * First layer: the text alone, without the network.
   * @throws UrlNotAllowed
   */
  checkUrl(text: string, { mode }: { mode: OutboundMode }): OutboundTarget {
    const url = parseUrl(text);
    const target: OutboundTarget = { url, hostname: bareHost(url), protocol: protocolOf(url), mode };
    checkPort(url);
    this.checkScheme(target);
    this.checkHost(target);
    return target;
  }

  /**
   * Second layer: every address the host stands for. One special address among public ones refuses them all: nobody
   * can say which of them a connection would take.
   * @throws UrlNotAllowed, or OutboundFailure `dns`
   */
  async resolve(destination: OutboundDestination): Promise<readonly string[]> {
    const addresses = isIP(destination.hostname) ? [destination.hostname] : await this.addressesOf(destination);
    if (addresses.every((address) => this.permits(address, destination))) return addresses;
    throw new UrlNotAllowed(
      destination.protocol === 'http:'
        ? 'Use https: plain http is only for sandbox addresses that the operator allows.'
        : 'Use a host that only has public addresses: this one leads to a private, loopback or reserved address.',
    );
  }

  private permits(address: string, { mode, protocol }: OutboundDestination): boolean {
    if (mode === 'sandbox' && this.allowed.includes(address)) return true;
    return protocol === 'https:' && isPublicAddress(address);
  }

  private checkScheme({ protocol, mode }: OutboundTarget): void {
    if (protocol === 'https:') return;
    if (mode === 'live') throw new UrlNotAllowed('Use https: plain http is never allowed in live mode.');
    if (this.allowed.isEmpty) throw new UrlNotAllowed('Use https: the operator allows no address for plain http.');
  }

  private checkHost(target: OutboundTarget): void {
    const { hostname, mode } = target;
    if (isIP(hostname)) {
      if (this.permits(hostname, target)) return;
      throw new UrlNotAllowed(
        'Use the name of a public host: this address is private, loopback, reserved or not allowed.',
      );
    }
    if (hostname.endsWith('.')) throw new UrlNotAllowed('Write the host without a dot at its end.');
    if (isLocalName(hostname) && !this.takesLocalNames(mode)) {
      throw new UrlNotAllowed('Use the full public name of the host: local names are not called.');
    }
  }

  /** In sandbox mode a local name may stand for an allowed address; the second layer sees which. */
  private takesLocalNames(mode: OutboundMode): boolean {
    return mode === 'sandbox' && !this.allowed.isEmpty;
  }

  private async addressesOf({ hostname, mode }: OutboundDestination): Promise<readonly string[]> {
    const resolve = this.resolveName ?? (this.takesLocalNames(mode) ? resolveBySystem : resolveByDns);
    const addresses = await resolve(hostname).catch(() => []);
    if (addresses.length > 0) return addresses;
    throw new OutboundFailure('dns', 'The host name could not be resolved.');
  }
}

function parseUrl(text: string): URL {
  const url = text.length <= MAX_URL_CHARACTERS && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new UrlNotAllowed(`Use an absolute https address of at most ${MAX_URL_CHARACTERS} characters.`);
  if (url.username || url.password) {
    throw new UrlNotAllowed('Leave user name and password out of the address: calls are signed instead.');
  }
  return url;
}

function protocolOf({ protocol }: URL): 'http:' | 'https:' {
  if (protocol === 'https:' || protocol === 'http:') return protocol;
  throw new UrlNotAllowed('Use an address that begins with https://.');
}

function bareHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function checkPort({ port }: URL): void {
  const number = Number(port);
  const isUsual = port === '' || number === 443 || number === 80 || number >= 1024;
  if (!isUsual || COMMAND_PORTS.has(number)) {
    throw new UrlNotAllowed('Use port 443, 80 or one from 1024 up that no other well-known protocol owns.');
  }
}

function isLocalName(hostname: string): boolean {
  if (!hostname.includes('.')) return true;
  return LOCAL_SUFFIXES.some((suffix) => hostname.endsWith(`.${suffix}`));
}
