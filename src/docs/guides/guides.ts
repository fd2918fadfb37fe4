// The repository's Markdown files as pages: the guides of the service and of the site.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Html } from '../html.ts';
import { renderMarkdown } from '../markdown.ts';
import type { Rendered } from '../markdown.ts';
import { diagramsIn, figureOf, pictureFolder, sizeOf } from './diagrams.ts';
import type { Size } from './diagrams.ts';

/** A Markdown file of the repository. */
export interface GuideEntry {
  readonly title: string;
  /** Its path in the repository. */
  readonly source: string;
  /** The path of its page. */
  readonly page: string;
}

/** A rendered guide. */
export type Guide = GuideEntry & Rendered;

/** The files of `docs/`, the requests with the contract's examples, and the changelog. */
export interface Guides {
  /** All files except the changelog. */
  readonly list: readonly GuideEntry[];
  readonly changelog: GuideEntry | undefined;
  /**
   * The files that pages show or link to. The key is the path beside the pages, and the value is the path in the
   * repository.
   */
  readonly copies: ReadonlyMap<string, string>;
  /** Renders an entry. */
  render(entry: GuideEntry): Promise<Guide>;
}

/** Determines which files are pages, and their paths. */
export interface GuideOptions {
  /** The path of the changelog's page. */
  readonly changelogPage: string;
  /** Other Markdown files, by their path in the repository. */
  readonly reports?: readonly string[];
  /**
   * Whether to throw for a diagram without a current picture, and to keep links to missing files, which `deadLinks`
   * then reports. Otherwise the page shows the source of the diagram and the text of the link.
   */
  readonly isStrict?: boolean;
}

/** Finds the guides of the repository at `root`. */
export async function findGuides(root: URL, options: GuideOptions): Promise<Guides> {
  const { changelogPage, reports = [], isStrict = false } = options;
  const sources = [...(await filesBelow(root, 'docs/')), ...reports];
  const hasChangelog = existsSync(new URL(changelogSource, root));
  const pagePath = (source: string) => (source === changelogSource ? changelogPage : mirrored(source));
  const others = ['openapi.yaml', requestsSource, changelogSource];
  const paths = new Map(
    [...sources, ...others.filter((source) => existsSync(new URL(source, root)))].map(
      (source) => [source, pagePath(source)] as const,
    ),
  );
  const entry = async (source: string): Promise<GuideEntry> => {
    const text = await readFile(new URL(source, root), 'utf8');
    const title = /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? posix.basename(source, '.md');
    return { title, source, page: pagePath(source) };
  };
  return {
    list: await Promise.all(sources.filter(isMarkdown).map(entry)),
    changelog: hasChangelog ? await entry(changelogSource) : undefined,
    copies: new Map(
      [...paths.keys()]
        .filter((source) => !isMarkdown(source) && source !== 'openapi.yaml')
        .map((source) => [pagePath(source), source]),
    ),
    async render(guide) {
      const { source, page } = guide;
      const text = await readFile(new URL(source, root), 'utf8');
      const figures = await figuresIn(text, source, page, root).catch((error: unknown) => {
        if (isStrict) throw error;
        return new Map<string, Html>();
      });
      const rendered = renderMarkdown(text, {
        linkTarget: (href) =>
          linkTarget(href, guide, paths, (file) => isStrict && !existsSync(new URL(file, root))),
        diagramFigure: (diagram) => figures.get(diagram),
      });
      return { ...guide, ...rendered };
    },
  };
}

/** A link from the reference to another page. */
export interface PageLink {
  readonly title: string;
  readonly href: string;
}

/** The guides in `docs/guides` and the files for tools, relative to the directory of the reference. */
export function pagesBeside({ list, copies }: Guides, directory: string) {
  const link = (title: string, page: string): PageLink => ({ title, href: posix.relative(directory, page) });
  const inGuides = list.filter(({ page }) => page.startsWith('docs/guides/'));
  const forTools = [...copies.keys()].filter((path) => /\.(?:arazzo\.yaml|http)$/.test(path));
  return {
    guides: inGuides.map(({ title, page }) => link(title, page)),
    files: forTools.map((path) => link(posix.basename(path), path)),
  };
}

const changelogSource = 'CHANGELOG.md';

/** The contract's examples as HTTP requests, for editors that can send them. */
const requestsSource = 'generated/tasks.http';

async function figuresIn(
  text: string,
  source: string,
  page: string,
  root: URL,
): Promise<ReadonlyMap<string, Html>> {
  try {
    const diagrams = diagramsIn(text);
    const sizes = diagrams.length === 0 ? new Map<string, Size>() : await pictureSizes(root);
    return new Map(diagrams.map((diagram) => [diagram.source, figureOf(diagram, page, sizes)]));
  } catch (error) {
    throw new Error(`${source}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function pictureSizes(root: URL): Promise<Map<string, Size>> {
  const pictures = existsSync(new URL(pictureFolder, root)) ? await filesBelow(root, pictureFolder) : [];
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

/** Pages mirror the repository, so that relative links between files work. */
const mirrored = (source: string): string =>
  source
    .replace(/^coverage\//, 'docs/reports/')
    .replace(/^generated\//, 'docs/')
    .replace(/(^|\/)README\.md$/, '$1index.html')
    .replace(/\.md$/, '.html');

/** The target of a link on a page: the page of a Markdown file, or undefined for a file that has none. */
function linkTarget(
  href: string,
  { source, page }: GuideEntry,
  paths: ReadonlyMap<string, string>,
  isDead: (file: string) => boolean,
): string | undefined {
  const [path, fragment] = href.split(/(?=#)/, 2) as [string, string?];
  if (path === '' || path.startsWith('#') || path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path))
    return href;
  const target = posix.join(posix.dirname(source), decodeURI(path));
  const targetPage = paths.get(target);
  if (targetPage !== undefined) return posix.relative(posix.dirname(page), targetPage) + (fragment ?? '');
  return target.startsWith('..') || isDead(target) ? href : undefined;
}
