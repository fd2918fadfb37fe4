// Builds the published documentation: the service's own pages and the guides, as files that work below any path.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContract } from '../src/contract/document.ts';
import { assetFolders } from '../src/docs/assets.ts';
import { operationAnchor } from '../src/docs/operation-anchor.ts';
import { siteLinks } from '../src/docs/page-links.ts';
import type { PageLinks } from '../src/docs/page-links.ts';
import { problemsPage } from '../src/docs/problems-page.ts';
import { referencePage } from '../src/docs/reference-page.ts';
import { deadLinks } from './dead-links.ts';
import { changelogPage, guideList, guidePage } from './guide-page.ts';
import { readGuides } from './guides.ts';

const repository = new URL('../', import.meta.url);

/** Replaces the content of `output` with the site of the repository at `root`. Returns the paths of its pages. */
export async function buildSite(output: string, root: URL = repository): Promise<string[]> {
  const contract = loadContract(new URL('openapi.yaml', root));
  const { guides, changelog, copies } = await readGuides(root);
  const links = (page: string): PageLinks =>
    siteLinks(page.split('/').length - 1, { changelog: changelog !== undefined });

  const pages = new Map([
    ['index.html', referencePage(contract, links('index.html'))],
    ['problems.html', problemsPage(contract, links('problems.html'))],
    ['docs/index.html', guideList('docs/index.html', guides, contract, links('docs/index.html'))],
  ]);
  for (const guide of guides) pages.set(guide.page, guidePage(guide, guides, contract, links(guide.page)));
  if (changelog) pages.set(changelog.page, changelogPage(changelog, contract, links(changelog.page)));

  const texts = new Map([
    ['openapi.yaml', contract.yaml],
    ['openapi.json', contract.json],
  ]);
  const assets = new Map([
    ...[...copies].map(([source, target]) => [target, fileURLToPath(new URL(source, root))] as const),
    ...assetFolders.flatMap(({ folder, names }) =>
      names.map((name) => [`assets/${name}`, join(folder, name)] as const),
    ),
  ]);

  const operations = new Set(contract.operations.map(operationAnchor));
  const dead = deadLinks(
    pages,
    new Set([...texts.keys(), ...assets.keys()]),
    new Map([['index.html', operations]]),
  );
  if (dead.length > 0) throw new Error(`Dead links:\n${dead.join('\n')}`);

  await rm(output, { recursive: true, force: true });
  for (const [path, text] of [...pages, ...texts]) {
    await mkdir(dirname(join(output, path)), { recursive: true });
    await writeFile(join(output, path), text);
  }
  for (const [path, source] of assets) await cp(source, join(output, path));
  return [...pages.keys()];
}
