import { html } from './html.ts';
import type { Html } from './html.ts';
import type { PageLinks } from './page-links.ts';
import { metaPolicy } from './security-policy.ts';

/** The parts that differ from page to page. */
export interface Page {
  readonly title: string;
  /** The current entry of the navigation. */
  readonly section: 'reference' | 'problems' | 'guides' | 'changelog';
  readonly head?: Html;
  readonly content: Html;
}

/** Renders a whole page. `title` is the name of the API. */
export function layout(page: Page, { title }: { readonly title: string }, links: PageLinks): string {
  const entry = (section: Page['section'], name: string, href: string | undefined) => {
    if (href === undefined) return html``;
    const current = page.section === section ? html`aria-current="page"` : undefined;
    return html`<a href="${href}" ${current}>${name}</a>`;
  };

  const entries = [
    entry('reference', 'Reference', links.reference),
    entry('problems', 'Problems', links.problems),
    entry('guides', 'Guides', links.guides),
    entry('changelog', 'Changes', links.changelog),
  ];

  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        ${links.sendsHeaders ? undefined : html`<meta http-equiv="Content-Security-Policy" content="${metaPolicy}" />`}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${page.title} · ${title}</title>
        <link rel="icon" type="image/svg+xml" href="${links.assets}favicon.svg" />
        <link rel="stylesheet" href="${links.assets}docs.css" />
        <script src="${links.assets}copy-buttons.js" type="module"></script>
        ${page.head}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site">
          <a class="brand" href="${links.reference}">${title}</a>
          <nav aria-label="Documentation">${entries}</nav>
          <nav class="downloads" aria-label="The contract for download">
            <a href="${links.root}openapi.yaml" download>openapi.yaml</a>
            <a href="${links.root}openapi.json" download>openapi.json</a>
          </nav>
        </header>
        ${page.content}
      </body>
    </html> `.html;
}
