import { lookup, Resolver } from 'node:dns/promises';

/** For each try; the second one goes to the next server, where there is one. */
const TRY_MS = 2000;
const TRIES = 2;

/**
 * Every address of a name by DNS alone. Node runs the system's lookups on few threads, and each waits for as long as the name
 * server is silent: two endpoints with such a server would stop every other lookup of the process, those of the payment
 * providers included. These wait on no thread.
 *
 * @param servers other DNS servers than the machine's, `address:port`
 */
export async function resolveByDns(hostname: string, servers?: readonly string[]): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers) resolver.setServers(servers);
  const families = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []));
}

/** Every address as programs on this machine see it, its hosts file included. */
export async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true });
  return answers.map(({ address }) => address);
}
