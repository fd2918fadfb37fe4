// The addresses that webhooks must not reach: mainly those that IANA's special-purpose address registries (RFC 6890,
// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry) do not list as globally
// reachable.
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/**
 * The refused ranges. The keys complete the sentence "must not point to …". The first range that contains an address
 * applies.
 */
export const refusedRanges = {
  'a loopback address': ['127.0.0.0/8', '::1/128'],
  'a private address': ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10'],
  // 169.254.169.254 is the metadata service of most clouds. Metadata services at other addresses are below.
  'a link-local address': ['169.254.0.0/16', 'fe80::/10'],
  // Azure's address. Those of AWS (fd00:ec2::254), Google (fd20:ce::254), Alibaba (100.100.100.200) and Oracle
  // (192.0.0.192) are in other ranges.
  'a metadata address': ['168.63.129.16/32'],
  'a shared address': ['100.64.0.0/10'],
  'an unspecified address': ['0.0.0.0/8', '::/128'],
  'a multicast address': ['224.0.0.0/4', 'ff00::/8'],
  'a benchmarking address': ['198.18.0.0/15', '2001:2::/48'],
  'a documentation address': [
    '192.0.2.0/24',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '2001:db8::/32',
    '3fff::/20',
  ],
  // These addresses contain an IPv4 address to which a relay or translator in this network could forward the packets.
  'a tunnel address': ['192.88.99.0/24', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
  // Public IPv6 addresses are assigned only from 2000::/3.
  'a reserved address': ['192.0.0.0/24', '240.0.0.0/4', '2001::/23', '::/3', '4000::/2', '8000::/1'],
} as const;

type RefusedRange = keyof typeof refusedRanges;

const parsedRanges = Object.entries(refusedRanges).map(
  ([range, networks]) => [range as RefusedRange, networks.map(parseNetwork)] as const,
);

/** The prefix of addresses that NAT64 translates to the IPv4 address in their last 32 bits (RFC 6052, section 2.1). */
const nat64 = parseNetwork('64:ff9b::/96');

/** Parses a network in CIDR notation. Throws an `Error` if it is not one. */
function parseNetwork(text: string): Network {
  return ipaddr.parseCIDR(text);
}

/** Whether a string is a network in CIDR notation, such as `10.0.0.0/8` or `fd00::/8`. */
export function isNetwork(text: string): boolean {
  try {
    parseNetwork(text);
    return true;
  } catch {
    return false;
  }
}

function contains([network, bits]: Network, address: Address): boolean {
  // `match` throws for an address of the other family.
  return network.kind() === address.kind() && (address as ipaddr.IPv6).match(network as ipaddr.IPv6, bits);
}

/** Parses an address. Replaces an IPv6 address that is mapped or translated to an IPv4 address with that address. */
function parseAddress(text: string): Address {
  const address = ipaddr.process(text);
  return contains(nat64, address) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/**
 * The refused range that contains an IPv4 or IPv6 address, as a key of `refusedRanges`. Undefined if a webhook may
 * connect to the address: it is public, or in one of the allowed networks (CIDR notation).
 */
export function refusedRange(address: string, allowNetworks: readonly string[]): RefusedRange | undefined {
  // DNS writes `::a00:1` as `::10.0.0.1`, a deprecated form that the library does not parse.
  if (!ipaddr.isValid(address)) return 'a reserved address';
  const parsed = parseAddress(address);
  if (allowNetworks.some((network) => contains(parseNetwork(network), parsed))) return undefined;
  return parsedRanges.find(([, networks]) => networks.some((network) => contains(network, parsed)))?.[0];
}
