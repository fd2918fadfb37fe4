// Looks up the addresses of a receiver with c-ares (`dns.Resolver`). `dns.lookup` would occupy a thread of libuv's pool
// for each name, and name servers that do not answer would block all other work in the pool: four names with
// such servers are enough. c-ares reads no hosts file and appends no search domains, so names must be complete.
import { Resolver } from 'node:dns/promises';
import { isLocalhost, loopbackAddresses } from './check-url.ts';

/** The time limit for each name server. The second attempt waits twice as long. */
const timeoutMilliseconds = 1500;
const tries = 2;

/**
 * Returns the IPv4 and IPv6 addresses of a name. Rejects with a DNS error, which has a `code`, if the name has no
 * address, and when the signal aborts the lookup. `nameServers`, each as `address:port`, replace the system's DNS
 * servers.
 */
export async function resolveHost(
  host: string,
  signal: AbortSignal,
  nameServers?: readonly string[],
): Promise<readonly string[]> {
  if (isLocalhost(host)) return loopbackAddresses;
  const resolver = new Resolver({ timeout: timeoutMilliseconds, tries });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0 && answers[0].status === 'rejected') throw answers[0].reason;
    return addresses;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
