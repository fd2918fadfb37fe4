// Checks a webhook's URL without a DNS lookup: when the webhook is created or changed, and before each attempt.
//
// The WHATWG URL parser, which `post` uses too, turns every notation of an IPv4 address into four decimal numbers:
// `2130706433`, `0x7f.1`, `017700000001`, percent-encoded and full-width digits all become `127.0.0.1`. Any other host
// that is not an IPv6 address is a name, and `post` checks the addresses of the name.
import { isIP } from 'node:net';
import { refusedRange } from './addresses.ts';

/** What the operator permits in addition to https URLs with public addresses. */
export interface UrlRules {
  readonly allowHttp: boolean;
  /** Networks in CIDR notation that are permitted even if their range is refused (`WEBHOOK_ALLOW_NETWORKS`). */
  readonly allowNetworks: readonly string[];
}

/**
 * The parsed URL, without a trailing dot after its host; or the reason for the refusal, which completes "The URL …".
 */
export type CheckedUrl =
  { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string };

/** Both addresses of `localhost`, which is never looked up (RFC 6761, section 6.3). */
export const loopbackAddresses: readonly string[] = ['127.0.0.1', '::1'];

/** Domains that do not exist in the public DNS (RFC 6761, RFC 6762, RFC 8375 and ICANN's `internal`). */
const internalDomains = ['internal', 'local', 'localdomain', 'home.arpa'];

/** Whether a host name refers to this machine. */
export function isLocalhost(host: string): boolean {
  return isWithin(host, 'localhost');
}

/** Checks that a webhook may have this URL. */
export function checkUrl(text: string, { allowHttp, allowNetworks }: UrlRules): CheckedUrl {
  const url = URL.parse(text);
  if (url === null) return refuse('must be a valid URL');
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:')) return refuse('must use https');
  if (url.username !== '' || url.password !== '') return refuse('must not contain a user name or a password');
  if (text.includes('#')) return refuse('must not contain a fragment');
  url.hostname = url.hostname.replace(/\.$/, '');
  const reason = refuseHost(hostOf(url), allowNetworks);
  return reason === undefined ? { ok: true, url } : refuse(reason);
}

/** The host of a URL: a name, or an address without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function refuse(reason: string): CheckedUrl {
  return { ok: false, reason };
}

function refuseHost(host: string, allowNetworks: readonly string[]): string | undefined {
  if (isIP(host) !== 0) return pointsTo(refusedRange(host, allowNetworks));
  if (isLocalhost(host))
    return pointsTo(loopbackAddresses.map((address) => refusedRange(address, allowNetworks)).find(Boolean));
  if (host.split('.').some((label) => label === '' || label.length > 63) || host.length > 253)
    return 'must have a valid host name';
  // If networks are allowed, such a name may be intended. Its addresses are checked in any case.
  const isInternal = !host.includes('.') || internalDomains.some((domain) => isWithin(host, domain));
  return isInternal && allowNetworks.length === 0
    ? 'must not have a host name of an internal network'
    : undefined;
}

function pointsTo(range: string | undefined): string | undefined {
  return range === undefined ? undefined : `must not point to ${range}`;
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
