import { html } from './html.ts';
import type { Html } from './html.ts';
import type { OpenApi } from './open-api.ts';
import type { Place } from './page-links.ts';
import { metaPolicy } from './security-policy.ts';

/** What a page brings; the layout adds what all pages share. */
export interface Page {
  readonly title: string;
  /** Which entry of the navigation the page stands for. */
  readonly section: 'reference' | 'problems' | 'guides' | 'changelog';
  readonly head?: Html;
  readonly content: Html;
}

/** Puts a page into the frame that all of them share, and writes it out. */
export function layout(page: Page, { info }: OpenApi, place: Place): string {
  const entry = (section: Page['section'], name: string, href: string | undefined) => {
    if (href === undefined) return html``;
    const current = page.section === section ? html`aria-current="page"` : undefined;
    return html`<a href="${href}" ${current}>${name}</a>`;
  };

  const entries = [
    entry('reference', 'Reference', place.reference),
    entry('problems', 'Problems', place.problems),
    entry('guides', 'Guides', place.guides),
    entry('changelog', 'Changes', place.changelog),
  ];

  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        ${place.sendsHeaders ? undefined : html`<meta http-equiv="Content-Security-Policy" content="${metaPolicy}" />`}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${page.title} · ${info.title}</title>
        <link rel="icon" type="image/svg+xml" href="${place.assets}favicon.svg" />
        <link rel="stylesheet" href="${place.assets}docs.css" />
        ${page.head}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site">
          <a class="brand" href="${place.reference}">${info.title}</a>
          <nav aria-label="Documentation">${entries}</nav>
          <nav class="downloads" aria-label="The contract for download">
            <a href="${place.yaml}" download>openapi.yaml</a>
            <a href="${place.json}" download>openapi.json</a>
          </nav>
        </header>
        ${page.content}
      </body>
    </html> `.html;
}
