// The service and the published site have the same pages at different addresses. Page links are all that differs.

/** The addresses that a page links to, relative to the page. */
export interface PageLinks {
  readonly reference: string;
  readonly problems: string;
  readonly yaml: string;
  readonly json: string;
  /** The directory of the assets, with a slash at the end. */
  readonly assets: string;
  /** Only in the published site. */
  readonly guides?: string;
  readonly changelog?: string;
  /** The API, relative to the reference. Without it, the console asks for a base URL. */
  readonly api?: string;
  /** Whether the server sends the security policy as a header. Otherwise the pages contain it. */
  readonly sendsHeaders: boolean;
}

/** Links of the pages that the service serves below `/docs/`, one level below the API. */
export const serviceLinks: PageLinks = {
  reference: './',
  problems: 'problems',
  yaml: '../openapi.yaml',
  json: '../openapi.json',
  assets: 'assets/',
  api: '..',
  sendsHeaders: true,
};

/** Links of a page in the published site, `depth` directories below its root. */
export function siteLinks(depth: number, has: { readonly changelog: boolean }): PageLinks {
  const root = '../'.repeat(depth);
  return {
    reference: `${root}index.html`,
    problems: `${root}problems.html`,
    yaml: `${root}openapi.yaml`,
    json: `${root}openapi.json`,
    assets: `${root}assets/`,
    guides: `${root}docs/index.html`,
    ...(has.changelog ? { changelog: `${root}changelog.html` } : {}),
    sendsHeaders: false,
  };
}
