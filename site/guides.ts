// Renders the repository's Markdown files as pages of the site.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Html } from '../src/docs/html.ts';
import { renderMarkdown } from '../src/docs/markdown.ts';
import type { Rendered } from '../src/docs/markdown.ts';
import { diagramsIn, figureOf, pictureFolder, sizeOf } from './diagrams.ts';
import type { Size } from './diagrams.ts';

/** A rendered Markdown file of the repository. */
export interface Guide extends Rendered {
  readonly title: string;
  /** Its path in the repository. */
  readonly source: string;
  /** Its path in the site. */
  readonly page: string;
}

/** The files of `docs/` and the reports of checks. Markdown is rendered; all other files are copied. */
export interface GuideFiles {
  readonly guides: readonly Guide[];
  readonly changelog: Guide | undefined;
  /** The path in the site of each copied file, by its path in the repository. */
  readonly copies: ReadonlyMap<string, string>;
}

/** Reads and renders `docs/`, the changelog and the reports of the repository at `root`. */
export async function readGuides(root: URL): Promise<GuideFiles> {
  const sources = [...(await filesBelow(root, 'docs/')), ...(await reportsIn(root))];
  const changelog = existsSync(new URL('CHANGELOG.md', root)) ? 'CHANGELOG.md' : undefined;
  const sitePaths = new Map([
    ['openapi.yaml', 'openapi.yaml'],
    ...[...sources, ...(changelog === undefined ? [] : [changelog])].map(
      (source) => [source, sitePath(source)] as const,
    ),
  ]);
  const sizes = await pictureSizes(sources, root);
  const guide = async (source: string): Promise<Guide> => {
    const page = sitePath(source);
    const text = await readFile(new URL(source, root), 'utf8');
    const figures = figuresIn(text, source, page, sizes);
    const rendered = renderMarkdown(
      text,
      (href) => linkTarget(href, source, page, sitePaths, root),
      (diagram) => figures.get(diagram),
    );
    return { ...rendered, title: rendered.headings[0]?.text ?? posix.basename(source, '.md'), source, page };
  };
  return {
    guides: await Promise.all(sources.filter(isMarkdown).map(guide)),
    changelog: changelog === undefined ? undefined : await guide(changelog),
    copies: new Map(
      sources.filter((source) => !isMarkdown(source)).map((source) => [source, sitePath(source)]),
    ),
  };
}

/** The reports that `npm test` and `npm run compatibility` have written, if any. */
async function reportsIn(root: URL): Promise<string[]> {
  const names = await readdir(new URL('coverage/', root)).catch(() => []);
  return names
    .filter(isMarkdown)
    .sort()
    .map((name) => `coverage/${name}`);
}

function figuresIn(
  text: string,
  source: string,
  page: string,
  sizes: ReadonlyMap<string, Size>,
): Map<string, Html> {
  try {
    return new Map(diagramsIn(text).map((diagram) => [diagram.source, figureOf(diagram, page, sizes)]));
  } catch (error) {
    throw new Error(`${source}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function pictureSizes(sources: readonly string[], root: URL): Promise<Map<string, Size>> {
  const pictures = sources.filter((source) => source.startsWith(pictureFolder));
  const sized = async (picture: string) =>
    [picture, sizeOf(await readFile(new URL(picture, root), 'utf8'))] as const;
  return new Map(await Promise.all(pictures.map(sized)));
}

const isMarkdown = (path: string): boolean => path.endsWith('.md');

async function filesBelow(root: URL, folder: string): Promise<string[]> {
  const entries = await readdir(new URL(folder, root), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(fileURLToPath(root), join(entry.parentPath, entry.name)).replaceAll(sep, posix.sep),
    )
    .sort();
}

/** The site mirrors the repository, so that relative links between files work. */
const sitePath = (source: string): string =>
  source
    .replace(/^CHANGELOG\.md$/, 'changelog.html')
    .replace(/^coverage\//, 'docs/reports/')
    .replace(/(^|\/)README\.md$/, '$1index.html')
    .replace(/\.md$/, '.html');

/**
 * The target of a link on a page: the page of a Markdown file, or undefined for a file that is only in the repository.
 * Any other target stays unchanged, for `deadLinks` to check.
 */
function linkTarget(
  href: string,
  source: string,
  page: string,
  sitePaths: ReadonlyMap<string, string>,
  root: URL,
): string | undefined {
  const [path, fragment] = href.split(/(?=#)/, 2) as [string, string?];
  if (path === '' || path.startsWith('#') || path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path))
    return href;
  const target = posix.join(posix.dirname(source), decodeURI(path));
  const targetPage = sitePaths.get(target);
  if (targetPage !== undefined) return posix.relative(posix.dirname(page), targetPage) + (fragment ?? '');
  return !target.startsWith('..') && existsSync(new URL(target, root)) ? undefined : href;
}
