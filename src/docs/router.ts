// The documentation on the running service. Nothing is read or rendered before somebody asks, and then once.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { assetFolders } from './assets.ts';
import type { OpenApi } from './open-api.ts';
import { onService } from './page-links.ts';
import { securityHeaders } from './security-policy.ts';

/** The contract as the service keeps it, parsed. */
export interface DocumentedContract {
  readonly document: object;
}

interface RenderedPage {
  readonly body: string;
  readonly etag: string;
}

/** The routes below `/docs`. What is not theirs, any method but GET and HEAD too, goes on to the app's own answers. */
export function createDocs(contract: DocumentedContract): Router {
  const document = contract.document as OpenApi;
  const reference = rendered(async () => {
    const { referencePage } = await import('./reference-page.ts');
    return referencePage(document, onService);
  });
  const problems = rendered(async () => {
    const { problemsPage } = await import('./problems-page.ts');
    return problemsPage(document, onService);
  });

  const router = Router({ caseSensitive: true, strict: true });

  // Without this the router would answer OPTIONS itself.
  router.use((request, _response, next) => {
    next(request.method === 'GET' || request.method === 'HEAD' ? undefined : 'router');
  });

  router.get('/', async (request, response) => {
    if (withoutSlash(request)) redirectToSlash(request, response);
    else send(response, await reference());
  });
  router.get('/problems', async (_request, response) => send(response, await problems()));

  for (const { folder, names } of assetFolders) {
    // An image comes without the source maps: there, they are not found, as anything else that is not there.
    for (const name of names.filter((file) => existsSync(join(folder, file)))) {
      router.get(`/assets/${name}`, (_request, response, next) => {
        response.set(securityHeaders).set('Cache-Control', 'no-cache');
        // With `root`, a dot in the path of the installation is not taken for a hidden file.
        const options = { root: folder, acceptRanges: false };
        response.sendFile(name, options, (error?: Error & { readonly status?: number }) => {
          // Where the answer has begun, or can no longer, the client has gone away.
          if (error === undefined || response.headersSent || response.destroyed) return;
          if (error.status === 412) response.status(412).end();
          else next(error);
        });
      });
    }
  }
  return router;
}

function rendered(render: () => Promise<string>): () => Promise<RenderedPage> {
  let page: Promise<RenderedPage> | undefined;
  return () =>
    (page ??= render().then((body) => ({
      body,
      etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    })));
}

/** Pages and assets are revalidated each time: a 304 costs little, a page with yesterday's script a lot. */
function send(response: Response, { body, etag }: RenderedPage): void {
  response.set(securityHeaders).set('Cache-Control', 'no-cache').set('ETag', etag).type('html').send(body);
}

const withoutSlash = (request: Request): boolean => !request.originalUrl.replace(/\?.*/s, '').endsWith('/');

/** The pages link relatively, so the reference must stand below `/docs/`; relative here too, for a proxy's prefix. */
function redirectToSlash(request: Request, response: Response): void {
  const name = request.baseUrl.slice(request.baseUrl.lastIndexOf('/') + 1);
  response.set(securityHeaders).redirect(308, `./${name}/`);
}
