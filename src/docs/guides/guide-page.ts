import { posix } from 'node:path';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { layout } from '../layout.ts';
import type { PageLinks } from '../page-links.ts';
import type { Guide, GuideEntry } from './guides.ts';

interface Api {
  readonly title: string;
}

/** A guide, with the list of all guides. */
export function guidePage(guide: Guide, guides: readonly GuideEntry[], api: Api, links: PageLinks): string {
  const content = html`<div id="content" class="guides">
    <main class="prose">${guide.body}</main>
    <aside class="prose"><nav aria-label="Guides">${listOf(guides, guide.page)}</nav></aside>
  </div>`;
  return layout({ title: guide.title, section: 'guides', content }, api, links);
}

/** The index of the guides, for a repository without a `docs/README.md`. */
export function guideList(page: string, guides: readonly GuideEntry[], api: Api, links: PageLinks): string {
  const content = html`<main id="content" class="prose">
    <h1>Guides</h1>
    ${guides.length === 0 ? html`<p>None yet.</p>` : html`<nav aria-label="Guides">${listOf(guides, page)}</nav>`}
  </main>`;
  return layout({ title: 'Guides', section: 'guides', content }, api, links);
}

/** The changelog. */
export function changelogPage(changelog: Guide, api: Api, links: PageLinks): string {
  const content = html`<main id="content" class="prose changelog">${changelog.body}</main>`;
  return layout({ title: changelog.title, section: 'changelog', content }, api, links);
}

/** The directories to list before all others, in reverse order. */
const firstFolders = ['docs/reports', 'docs/runbooks', 'docs/guides', 'docs'];

/** Returns the guides grouped by directory. In each group, the index page comes first. */
function listOf(guides: readonly GuideEntry[], page: string): Html[] {
  const indexFirst = guides.toSorted((one, other) => Number(isIndex(other)) - Number(isIndex(one)));
  const folders = [...Map.groupBy(indexFirst, (guide) => posix.dirname(guide.page))].toSorted(
    ([one], [other]) => firstFolders.indexOf(other) - firstFolders.indexOf(one),
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

const isIndex = ({ page }: GuideEntry): boolean => posix.basename(page) === 'index.html';

const nameOf = (folder: string): string => {
  const name = posix.basename(folder).replaceAll('-', ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
};
