// The documentation of the service. Each page is rendered and compressed at its first request, and then cached.
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import type { RequestHandler } from 'express';
import { sendContent, staticContent } from '../http/content-coding.ts';
import type { StaticContent } from '../http/content-coding.ts';
import { ProblemError } from '../http/problem.ts';
import { apiCatalog, apiCatalogType } from './api-catalog.ts';
import { assetPaths, assetsDigest } from './assets.ts';
import type { Guides } from './guides/guides.ts';
import { serviceLinks } from './page-links.ts';
import type { DocumentedContract } from './problem-descriptions.ts';
import { securityHeaders } from './security-policy.ts';

/** The program's root directory, which contains the guides. */
const program = new URL('../../', import.meta.url);

/** Browsers revalidate pages and text files before each use. This is cheap, because the response is usually a 304. */
const revalidated = 'no-cache';

/** An asset's address changes with its content (RFC 8246). */
const immutable = 'public, max-age=31536000, immutable';

/** A document that does not change while the process runs. */
interface Document {
  readonly content: StaticContent;
  readonly mediaType: string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.http': 'text/plain; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.yaml': 'application/yaml; charset=utf-8',
};

/** The paths outside `/docs` that have documentation. */
const discoveryPaths = ['/llms.txt', '/llms-full.txt', '/.well-known/api-catalog'];

/** Whether a path belongs to the documentation instead of the contract. */
export const isDocumentation = (path: string): boolean =>
  path === '/docs' || path.startsWith('/docs/') || discoveryPaths.includes(path);

const assetPath = /^\/docs\/assets\/([^/]+)\/([^/]+)$/;

/** Serves the documentation. Requests for unknown paths are passed on. Methods other than GET and HEAD result in 405. */
export function createDocs(contract: DocumentedContract): RequestHandler {
  const documents = documentsOf(contract);
  return async (request, response, next) => {
    const { path, method } = request;
    if (!isDocumentation(path)) {
      next();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
    if (path === '/docs') {
      // Pages use relative links, so the reference must be at `/docs/`. The redirect is relative too, for proxies with
      // a prefix.
      response.set(securityHeaders).redirect(308, './docs/');
      return;
    }
    const [, digest, name = ''] = assetPath.exec(path) ?? [];
    const found = await (digest === undefined ? documents.page(path) : documents.asset(name));
    if (found === undefined) {
      next();
      return;
    }
    // RFC 9727, section 3.1, requires this link.
    if (found.mediaType === apiCatalogType) response.set('Link', '<api-catalog>; rel="api-catalog"');
    // During a rolling update, a page from another version may request an asset from this version.
    const isCurrent = digest !== undefined && digest === assetsDigest();
    response.set(securityHeaders).set('Cache-Control', isCurrent ? immutable : revalidated);
    await sendContent(request, response, found.content, found.mediaType);
  };
}

/** Returns functions that find documents by path. Each document is created once. */
function documentsOf(contract: DocumentedContract) {
  const made = new Map<string, Promise<Document | undefined>>();
  const once = async (
    key: string,
    make: () => Promise<Document | undefined>,
  ): Promise<Document | undefined> => {
    const document = made.get(key) ?? make();
    made.set(key, document);
    const isKept = await document.then(
      (found) => found !== undefined,
      () => false,
    );
    if (!isKept) made.delete(key);
    return document;
  };

  let found: Promise<Guides> | undefined;
  const guides = () =>
    (found ??= findAllGuides().catch((error: unknown) => {
      found = undefined;
      throw error;
    }));

  return {
    asset: (name: string) => {
      const path = assetPaths.get(name);
      if (path === undefined) return undefined;
      return once(`asset ${name}`, async () => typed(name, await readFile(path)));
    },
    page: (path: string) => once(path, () => render(path, contract, guides)),
  };
}

/** Loads the rendering modules at the first request, so that they do not delay startup. */
async function findAllGuides(): Promise<Guides> {
  const { findGuides } = await import('./guides/guides.ts');
  return findGuides(program, { changelogPage: 'docs/changelog.html' });
}

/** Renders the document at this path. */
async function render(
  path: string,
  contract: DocumentedContract,
  findAll: () => Promise<Guides>,
): Promise<Document | undefined> {
  if (path === '/.well-known/api-catalog')
    return { content: staticContent(apiCatalog), mediaType: apiCatalogType };
  if (path === '/docs/problems') {
    const { problemsPage } = await import('./problems-page.ts');
    return typed('.html', problemsPage(contract, serviceLinks()));
  }
  const guides = await findAll();
  if (path === '/docs/') {
    const { referencePage } = await import('./reference/page.ts');
    const { pagesBeside } = await import('./guides/guides.ts');
    return typed('.html', referencePage(contract, serviceLinks(), pagesBeside(guides, 'docs')));
  }
  if (discoveryPaths.includes(path)) {
    const { llmsFullText, llmsText } = await import('./llms-txt.ts');
    return typed('.txt', path === '/llms.txt' ? llmsText(contract, guides.list) : llmsFullText(contract));
  }
  return guideAt(path.slice(1), contract, guides);
}

async function guideAt(
  path: string,
  contract: DocumentedContract,
  guides: Guides,
): Promise<Document | undefined> {
  // The Markdown of a guide is available at the path of its source.
  const file = guides.copies.get(path) ?? guides.list.find(({ source }) => source === path)?.source;
  if (file !== undefined) return typed(file, await readFile(new URL(file, program)));
  const { changelogPage, guideList, guidePage } = await import('./guides/guide-page.ts');
  const links = serviceLinks(path.split('/').length - 2);
  if (path === 'docs/guides/index.html') return typed('.html', guideList(path, guides.list, contract, links));
  const { changelog } = guides;
  if (path === changelog?.page)
    return typed('.html', changelogPage(await guides.render(changelog), contract, links));
  const entry = guides.list.find(({ page }) => page === path);
  return entry && typed('.html', guidePage(await guides.render(entry), guides.list, contract, links));
}

const typed = (name: string, content: string | Buffer): Document => ({
  content: staticContent(content),
  mediaType: mediaTypes[posix.extname(name) || name] ?? 'application/octet-stream',
});

function methodNotAllowed(): ProblemError {
  return new ProblemError(
    { type: 'urn:problem-type:task-manager-api:method-not-allowed', detail: 'Allowed methods: GET, HEAD.' },
    { Allow: 'GET, HEAD' },
  );
}
