import { posix } from 'node:path';

/**
 * Finds the dead links of the pages and returns a message for each. The site must work below any path and without other
 * hosts, so URLs that start at the root, and assets on other hosts, count as dead.
 *
 * @param pages The HTML of each page by path.
 * @param files The paths of all other files.
 */
export function deadLinks(pages: ReadonlyMap<string, string>, files: ReadonlySet<string>): string[] {
  const dead: string[] = [];
  for (const [page, markup] of pages) {
    for (const { element, href } of linksOf(markup)) {
      const reason = whyDead(page, element, href);
      if (reason !== undefined) dead.push(`${page}: ${href} ${reason}`);
    }
  }
  return dead;

  function whyDead(page: string, element: string, href: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return element === 'a' ? undefined : 'is on another host';
    if (href.startsWith('/')) return 'starts at the root, but the site may be below a path';
    const [path = '', fragment] = decodeURI(href).split('#', 2);
    const target = path === '' ? page : posix.join(posix.dirname(page), path);
    const markup = pages.get(target);
    if (markup === undefined) return files.has(target) ? undefined : 'is not in the site';
    if (fragment === undefined) return undefined;
    return anchorsOf(markup).has(fragment) ? undefined : `has no anchor ${fragment} on its page`;
  }
}

// The templates quote every attribute with double quotes and escape `&`.
const linksOf = (markup: string) =>
  [...markup.matchAll(/<([a-z]+)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, element = '', href = '']) => ({
    element,
    href: href.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  }));

const anchorsOf = (markup: string): Set<string> =>
  new Set([...markup.matchAll(/\sid="([^"]*)"/g)].map(([, anchor = '']) => anchor));
