// The documentation pages of the service. Each page is rendered on first request, and cached.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { ProblemError } from '../http/problem.ts';
import { assetFolders } from './assets.ts';
import { serviceLinks } from './page-links.ts';
import type { DocumentedContract } from './problem-descriptions.ts';
import { securityHeaders } from './security-policy.ts';

interface RenderedPage {
  readonly body: string;
  readonly etag: string;
}

/** The routes below `/docs`. Unknown paths fall through. Methods other than GET and HEAD result in 405. */
export function createDocs(contract: DocumentedContract): Router {
  const reference = renderOnce(async () => {
    const { referencePage } = await import('./reference-page.ts');
    return referencePage(contract, serviceLinks);
  });
  const problems = renderOnce(async () => {
    const { problemsPage } = await import('./problems-page.ts');
    return problemsPage(contract, serviceLinks);
  });

  const router = Router({ caseSensitive: true, strict: true });

  // Express would respond to OPTIONS itself.
  router.use((request, _response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed();
    next();
  });

  router.get('/', async (request, response) => {
    if (hasTrailingSlash(request)) send(response, await reference());
    else redirectToSlash(request, response);
  });
  router.get('/problems', async (_request, response) => send(response, await problems()));

  for (const { folder, names } of assetFolders) {
    // The container image contains no source maps.
    for (const name of names.filter((file) => existsSync(join(folder, file)))) {
      router.get(`/assets/${name}`, (_request, response, next) => {
        response.set(securityHeaders).set('Cache-Control', 'no-cache');
        // `root` exempts the installation path from Express's check for hidden files.
        const options = { root: folder, acceptRanges: false };
        response.sendFile(name, options, (error?: Error & { readonly status?: number }) => {
          // After the response has begun, an error means that the client has disconnected.
          if (error === undefined || response.headersSent || response.destroyed) return;
          if (error.status === 412) response.status(412).end();
          else next(error);
        });
      });
    }
  }
  return router;
}

function methodNotAllowed(): ProblemError {
  return new ProblemError(
    { type: 'urn:problem-type:task-manager-api:method-not-allowed', detail: 'Allowed methods: GET, HEAD.' },
    { Allow: 'GET, HEAD' },
  );
}

function renderOnce(render: () => Promise<string>): () => Promise<RenderedPage> {
  let page: Promise<RenderedPage> | undefined;
  return () =>
    (page ??= render().then((body) => ({
      body,
      etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    })));
}

/** Pages and assets are revalidated on each use: a 304 is cheap, and a page must not run an outdated script. */
function send(response: Response, { body, etag }: RenderedPage): void {
  response.set(securityHeaders).set('Cache-Control', 'no-cache').set('ETag', etag).type('html').send(body);
}

const hasTrailingSlash = (request: Request): boolean =>
  request.originalUrl.replace(/\?.*/s, '').endsWith('/');

/** Pages use relative links, so the reference must be at `/docs/`. The redirect is relative too, for proxies with a prefix. */
function redirectToSlash(request: Request, response: Response): void {
  const name = request.baseUrl.slice(request.baseUrl.lastIndexOf('/') + 1);
  response.set(securityHeaders).redirect(308, `./${name}/`);
}
