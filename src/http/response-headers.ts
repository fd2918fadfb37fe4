// Sets headers on every response, so that no browser interprets an API response as a page. The documentation replaces
// the Content-Security-Policy with its own.
import type { RequestHandler } from 'express';
import { isSecure } from './client-address.ts';
import type { TrustedProxies } from './client-address.ts';

/** `auto` sends the header over TLS, including TLS that a trusted proxy reports. */
export type StrictTransportSecurity = 'auto' | 'on' | 'off';

/** Nothing may be loaded, and no page may embed the response. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'";

const oneYear = 'max-age=31536000';

/** Sets the headers. Browsers use only HTTPS for a year after `Strict-Transport-Security` (RFC 6797). */
export function protectResponses(proxies: TrustedProxies, hsts: StrictTransportSecurity): RequestHandler {
  return (request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', closedPolicy);
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (hsts === 'on' || (hsts === 'auto' && isSecure(request, proxies)))
      response.setHeader('Strict-Transport-Security', oneYear);
    next();
  };
}
