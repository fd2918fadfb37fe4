// Which network a client address belongs to. An IPv6 client owns a whole network and could use another address for each
// failed attempt.
import ipaddr from 'ipaddr.js';

/** The prefix that providers assign to a household: 56 bits (RFC 6177). */
const networkBytes = 7;

/** The key of an address for rate limits: an IPv4 address, also when mapped to IPv6, or the network of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, networkBytes).join('.');
}
