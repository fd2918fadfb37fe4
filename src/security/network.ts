// Whose address it is that calls. With IPv6 whoever has one has a network of them, and could fail from another each time.
import ipaddr from 'ipaddr.js';

/** What RIPE and others have providers give to a household, in bytes (RFC 6177): 56 bits. */
const networkBytes = 7;

/** What stands for all addresses of a caller: an IPv4 address itself, also written as IPv6, and the network of an IPv6. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, networkBytes).join('.');
}
