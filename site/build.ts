// Builds the published documentation: the service's own pages and the guides, as files that work below any path.
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContract } from '../src/contract/document.ts';
import { assetPaths, assetsDigest } from '../src/docs/assets.ts';
import { changelogPage, guideList, guidePage } from '../src/docs/guides/guide-page.ts';
import { findGuides, pagesBeside } from '../src/docs/guides/guides.ts';
import { llmsFullText, llmsText } from '../src/docs/llms-txt.ts';
import { siteLinks } from '../src/docs/page-links.ts';
import type { PageLinks } from '../src/docs/page-links.ts';
import { problemsPage } from '../src/docs/problems-page.ts';
import { referencePage } from '../src/docs/reference/page.ts';
import { deadLinks } from './dead-links.ts';

const repository = new URL('../', import.meta.url);

/** Replaces the content of `output` with the site of the repository at `root`. Returns the paths of its pages. */
export async function buildSite(output: string, root: URL = repository): Promise<string[]> {
  const contract = loadContract(new URL('openapi.yaml', root));
  const reports = await reportsIn(root);
  const guides = await findGuides(root, { changelogPage: 'changelog.html', reports, isStrict: true });
  const { list, changelog, copies } = guides;
  const links = (page: string): PageLinks =>
    siteLinks(page.split('/').length - 1, { changelog: changelog !== undefined });

  const index = 'docs/guides/index.html';
  const pages = new Map([
    ['index.html', referencePage(contract, links('index.html'), pagesBeside(guides, ''))],
    ['problems.html', problemsPage(contract, links('problems.html'))],
    [index, guideList(index, list, contract, links(index))],
  ]);
  for (const entry of list)
    pages.set(entry.page, guidePage(await guides.render(entry), list, contract, links(entry.page)));
  if (changelog) {
    const { page } = changelog;
    pages.set(page, changelogPage(await guides.render(changelog), contract, links(page)));
  }

  const texts = new Map([
    ['openapi.yaml', contract.yaml],
    ['openapi.json', contract.json],
    ['llms.txt', llmsText(contract, list)],
    ['llms-full.txt', llmsFullText(contract)],
  ]);
  const assets = new Map([
    ...[...copies].map(([target, source]) => [target, fileURLToPath(new URL(source, root))] as const),
    // The Markdown of the guides, to which llms.txt links.
    ...list.map(({ source }) => [source, fileURLToPath(new URL(source, root))] as const),
    ...[...assetPaths].map(([name, path]) => [posix.join('assets', assetsDigest(), name), path] as const),
  ]);

  const dead = deadLinks(pages, new Set([...texts.keys(), ...assets.keys()]));
  if (dead.length > 0) throw new Error(`Dead links:\n${dead.join('\n')}`);

  await rm(output, { recursive: true, force: true });
  for (const [path, text] of [...pages, ...texts]) {
    await mkdir(dirname(join(output, path)), { recursive: true });
    await writeFile(join(output, path), text);
  }
  for (const [path, source] of assets) await cp(source, join(output, path));
  return [...pages.keys()];
}

/** The reports of `npm test` and `npm run compatibility`, if they exist. */
async function reportsIn(root: URL): Promise<string[]> {
  const names = await readdir(new URL('coverage/', root)).catch(() => []);
  return names
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `coverage/${name}`);
}
