import { posix } from 'node:path';
import { html } from '../src/docs/html.ts';
import type { Html } from '../src/docs/html.ts';
import { layout } from '../src/docs/layout.ts';
import type { OpenApi } from '../src/docs/open-api.ts';
import type { Place } from '../src/docs/page-links.ts';
import type { Guide } from './guides.ts';

/** A guide, with all the others beside it. */
export function guidePage(guide: Guide, guides: readonly Guide[], document: OpenApi, place: Place): string {
  const content = html`<div id="content" class="guides">
    <main class="prose">${guide.body}</main>
    <aside class="prose"><nav aria-label="Guides">${listOf(guides, guide.page)}</nav></aside>
  </div>`;
  return layout({ title: guide.title, section: 'guides', content }, document, place);
}

/** The first page of the guides, for a repository without one of its own. */
export function guideList(page: string, guides: readonly Guide[], document: OpenApi, place: Place): string {
  const content = html`<main id="content" class="prose">
    <h1>Guides</h1>
    ${guides.length === 0 ? html`<p>None yet.</p>` : html`<nav aria-label="Guides">${listOf(guides, page)}</nav>`}
  </main>`;
  return layout({ title: 'Guides', section: 'guides', content }, document, place);
}

/** The changelog. */
export function changelogPage(changelog: Guide, document: OpenApi, place: Place): string {
  const content = html`<main id="content" class="prose changelog">${changelog.body}</main>`;
  return layout({ title: changelog.title, section: 'changelog', content }, document, place);
}

/** What readers come for; the reasons behind it, and whatever else there is, after that. */
const foremost = ['docs/reports', 'docs/runbooks', 'docs/guides', 'docs'];

/** The guides by folder, the folder's name over those that are in one, and its own page first. */
function listOf(guides: readonly Guide[], page: string): Html[] {
  const ownFirst = guides.toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  const folders = [...Map.groupBy(ownFirst, (guide) => posix.dirname(guide.page))].toSorted(
    ([one], [other]) => foremost.indexOf(other) - foremost.indexOf(one),
  );
  return folders.map(
    ([folder, members]) =>
      html`${folder === 'docs' ? undefined : html`<h2>${nameOf(folder)}</h2>`}
        <ul>
          ${members.map(
            (guide) =>
              html`<li>
                <a
                  href="${posix.relative(posix.dirname(page), guide.page)}"
                  ${guide.page === page ? html`aria-current="page"` : undefined}
                  >${guide.title}</a
                >
              </li>`,
          )}
        </ul>`,
  );
}

const isOwn = ({ page }: Guide): boolean => posix.basename(page) === 'index.html';

const nameOf = (folder: string): string => {
  const name = posix.basename(folder).replaceAll('-', ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
};
