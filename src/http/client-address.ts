// Determines a client's address: the address of the connection, or the one that a trusted proxy reports. A value in a
// header counts only if a trusted proxy has written it, and only if it is an address.
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** The header that proxies use to report the client's address. The other is ignored: a client could have sent it. */
export type ProxyHeader = 'X-Forwarded-For' | 'Forwarded';

/** The proxies in front of the service. */
export interface TrustedProxies {
  /** The number of proxies that a request passes through. If it is zero, no header is trusted. */
  readonly hops: number;
  readonly header: ProxyHeader;
}

/** The length in bytes of the prefix that providers assign to a household: 56 bits (RFC 6177). */
const networkBytes = 7;

/**
 * Returns the IP address of a client. It is empty for a connection without an address, for example over a Unix socket.
 * Each trusted proxy appends the address that it has seen, so the last `hops` addresses are reliable. An entry that is
 * not an address (`unknown`, `_hidden`) is replaced by the address of the proxy that has written it.
 */
export function clientAddress(request: IncomingMessage, { hops, header }: TrustedProxies): string {
  let address = parseAddress(request.socket.remoteAddress ?? '') ?? '';
  if (hops === 0) return address;
  const entries = header === 'Forwarded' ? forwarded(request) : forwardedFor(request);
  for (const entry of entries.slice(-hops).reverse()) {
    const parsed = parseAddress(entry.node);
    if (parsed === undefined) break;
    address = parsed;
  }
  return address;
}

/** Whether the request arrived over TLS, at the outermost trusted proxy if there are any. */
export function isSecure(request: IncomingMessage, { hops, header }: TrustedProxies): boolean {
  if (hops === 0) return 'encrypted' in request.socket;
  const entries = header === 'Forwarded' ? forwarded(request) : forwardedFor(request);
  return entries.slice(-hops)[0]?.isSecure === true;
}

/**
 * Returns the key that limits use for an address: an IPv4 address, even if it is mapped to IPv6, or the network of an
 * IPv6 address. An IPv6 client controls a whole network, so it could use a different address for each attempt.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, networkBytes).join('.');
}

/** Returns the key that limits use for the client of a request. */
export function clientNetwork(request: IncomingMessage, proxies: TrustedProxies): string {
  return networkOf(clientAddress(request, proxies));
}

interface Entry {
  readonly node: string;
  readonly isSecure: boolean;
}

/** Reads `X-Forwarded-For` and the last value of `X-Forwarded-Proto`. Only that value can be from a trusted proxy. */
function forwardedFor({ headers }: IncomingMessage): Entry[] {
  const last =
    String(headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1) ?? '';
  const isSecure = last.trim().toLowerCase() === 'https';
  const nodes = String(headers['x-forwarded-for'] ?? '').split(',');
  return nodes.map((node) => ({ node, isSecure }));
}

/**
 * A parameter, which may be missing, and the delimiter after it. The expression is sticky, so that a header is read in
 * one pass.
 */
const parameter =
  /[ \t]*(?:([\w!#$%&'*+.^`|~-]+)=(?:([\w!#$%&'*+.^`|~-]+)|"((?:[^"\\]|\\.)*)")[ \t]*)?([;,]|$)/y;

/**
 * Reads `Forwarded` (RFC 7239). Ignores a header with a syntax error completely, because its commas cannot be trusted.
 */
function forwarded({ headers }: IncomingMessage): Entry[] {
  const value = headers.forwarded ?? '';
  const entries: Entry[] = [];
  let parameters = new Map<string, string>();
  parameter.lastIndex = 0;
  for (;;) {
    const match = parameter.exec(value);
    if (match === null) return [];
    const [, name, token, quoted = '', delimiter] = match;
    if (name !== undefined) parameters.set(name.toLowerCase(), token ?? quoted.replaceAll(/\\(.)/g, '$1'));
    if (delimiter === ';') continue;
    entries.push({
      node: parameters.get('for') ?? '',
      isSecure: parameters.get('proto')?.toLowerCase() === 'https',
    });
    if (delimiter === '') return entries;
    parameters = new Map();
  }
}

const withPort = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/;

/** Parses an address as proxies write it, possibly with a port or in brackets. Returns undefined for anything else. */
function parseAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const match = withPort.exec(trimmed);
  const address = (match?.[1] ?? match?.[2] ?? trimmed).replace(/%.*$/, '');
  const isAddress = address.includes(':')
    ? ipaddr.IPv6.isValid(address)
    : ipaddr.IPv4.isValidFourPartDecimal(address);
  return isAddress ? address : undefined;
}
