/**
 * The pages accept a bearer token, so they load nothing from other hosts and run no inline scripts or styles.
 *
 * `connect-src` is wider, because the console calls the base URL that its user enters: this service, another environment
 * of it, or a mock on the user's machine. It allows TLS to any host, and plain HTTP only to this service and to the local
 * machine, so a token never crosses a network in clear text. The base URL comes from the form and never from the address,
 * so a link cannot send a token to another host.
 */
const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The policy for a `<meta>` element, on hosts that send no headers. `frame-ancestors` is not allowed there. */
export const metaPolicy = directives.join('; ');

/** The headers of every response below `/docs`. */
export const securityHeaders = {
  'Content-Security-Policy': [...directives, "frame-ancestors 'none'"].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;
