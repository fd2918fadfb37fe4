/**
 * What the pages may load and where they may talk to. A token is typed into them, so nothing runs here that this
 * folder does not serve: no inline script, no inline style, no other host.
 *
 * `connect-src` is the one that is wider. The console's purpose is to call the base URL that its reader chose: the
 * service that serves the page, another environment of it, or a mock on the reader's own machine. A fixed list
 * would have to be guessed before anybody asks. So it allows TLS to anywhere, and plain HTTP to this service and to
 * the machine itself only: a token never crosses a network in the clear. The base URL comes from the form alone,
 * never from the address, so a link cannot point the console, and the token in it, somewhere else.
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

/** The policy for a `<meta>` element, for a host that sends no headers: there `frame-ancestors` is not allowed. */
export const metaPolicy = directives.join('; ');

/** The headers of every answer below `/docs`. */
export const securityHeaders = {
  'Content-Security-Policy': [...directives, "frame-ancestors 'none'"].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;
