// The same pages are served by the service and published as files. A place is all that differs between the two.

/** Where a page stands: the addresses that it links to, each relative to the page itself. */
export interface Place {
  readonly reference: string;
  readonly problems: string;
  readonly yaml: string;
  readonly json: string;
  /** The folder of the assets, with its slash. */
  readonly assets: string;
  /** Only the published site has guides. */
  readonly guides?: string;
  readonly changelog?: string;
  /** Where the API is, relative to the reference; without it, the console asks. */
  readonly api?: string;
  /** Whether the security policy comes in a header; otherwise the pages carry it themselves. */
  readonly sendsHeaders: boolean;
}

/** Below `/docs/` on the running service, which answers the API one level up. */
export const onService: Place = {
  reference: './',
  problems: 'problems',
  yaml: '../openapi.yaml',
  json: '../openapi.json',
  assets: 'assets/',
  api: '..',
  sendsHeaders: true,
};

/** In the published site, seen from a page that many folders deep in it. */
export function inSite(depth: number, has: { readonly changelog: boolean }): Place {
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
