// The service and the published site have the same pages at different addresses. Only the links differ.
import { assetsDigest } from './assets.ts';

/** The addresses that a page links to, relative to the page. */
export interface PageLinks {
  readonly reference: string;
  readonly problems: string;
  readonly guides: string;
  readonly changelog?: string;
  /** The root of the API, with the contract and the files for language models. Ends with a slash or is empty. */
  readonly root: string;
  /** The directory of the assets, with a trailing slash. */
  readonly assets: string;
  /** The API, relative to the reference. Without it, the console asks for a base URL. */
  readonly api?: string;
  /** Whether the server sends the security policy as a header. Otherwise the pages contain it. */
  readonly sendsHeaders: boolean;
}

/**
 * Returns the links of a page that the service serves, `depth` directories below `/docs/`, which is one level below the
 * API.
 */
export function serviceLinks(depth = 0): PageLinks {
  const docs = '../'.repeat(depth);
  return {
    reference: docs || './',
    problems: `${docs}problems`,
    guides: `${docs}guides/index.html`,
    changelog: `${docs}changelog.html`,
    root: `${docs}../`,
    assets: `${docs}assets/${assetsDigest()}/`,
    api: '..',
    sendsHeaders: true,
  };
}

/** Returns the links of a page on the published site, `depth` directories below its root. */
export function siteLinks(depth: number, has: { readonly changelog: boolean }): PageLinks {
  const root = '../'.repeat(depth);
  return {
    reference: `${root}index.html`,
    problems: `${root}problems.html`,
    guides: `${root}docs/guides/index.html`,
    ...(has.changelog ? { changelog: `${root}changelog.html` } : {}),
    root,
    assets: `${root}assets/${assetsDigest()}/`,
    sendsHeaders: false,
  };
}
