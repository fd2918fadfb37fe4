import type { RequestHandler } from 'express';
import { securityHeaders } from './security-policy.ts';

/**
 * Redirects a browser at `/` to the documentation. Other clients get the 404 for unknown paths, which also refers to the
 * documentation. The URL is relative, for proxies with a prefix.
 */
export const redirectBrowsers: RequestHandler = (request, response, next) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && request.path === '/' && prefersHtml(request)) {
    response.set(securityHeaders).vary('Accept').redirect(302, './docs/');
    return;
  }
  next();
};

function prefersHtml(request: Parameters<RequestHandler>[0]): boolean {
  return request.accepts('application/problem+json', 'text/html') === 'text/html';
}
