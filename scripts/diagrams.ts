// Draws the Mermaid diagrams of docs/ for the site in an installed browser, which computes their layout. The pictures are
// committed, so a browser is needed only after a diagram has changed.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { diagramsIn, pictureFolder, pictureOf, schemes } from '../src/docs/guides/diagrams.ts';
import { openRenderer } from './diagrams/renderer.ts';
import { readArguments } from './tools/arguments.ts';
import { findBrowser } from './tools/browser.ts';

const root = new URL('../', import.meta.url);
const usage = 'npm run diagrams -- [--all]\n  --all  draw all diagrams, including unchanged ones';
const { values } = readArguments(usage, { options: { all: { type: 'boolean', default: false } } });

/** All pictures, each with its diagram and Markdown file. */
async function allPictures() {
  const names = await readdir(new URL('docs/', root), { recursive: true });
  const sources = names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  const texts = await Promise.all(
    sources.map(async (source) => [source, await readFile(new URL(source, root), 'utf8')] as const),
  );
  return texts.flatMap(([source, text]) =>
    diagramsIn(text).flatMap((diagram) =>
      schemes.map((scheme) => ({ file: pictureOf(diagram, scheme), diagram, scheme, source })),
    ),
  );
}

try {
  const pictures = await allPictures();
  const folder = new URL(pictureFolder, root);
  await mkdir(folder, { recursive: true });
  const existing = (await readdir(folder)).map((name) => pictureFolder + name);
  const missing = pictures.filter(({ file }) => values.all || !existing.includes(file));

  if (missing.length > 0) {
    const browser = await findBrowser();
    if (browser === undefined)
      throw new Error('Drawing requires a Chromium-based browser: install one, or set CHROMIUM to its path.');
    const renderer = await openRenderer(browser);
    try {
      for (const { file, diagram, scheme, source } of missing) {
        const svg = await renderer.draw(diagram.source, scheme).catch((error: unknown) => {
          throw new Error(`${source}: the diagram “${diagram.title}” could not be drawn. ${String(error)}`, {
            cause: error,
          });
        });
        await writeFile(new URL(file, root), svg);
      }
    } finally {
      await renderer.close();
    }
  }

  const stale = existing.filter((file) => !pictures.some((picture) => picture.file === file));
  await Promise.all(stale.map((file) => rm(new URL(file, root))));
  console.log(
    `Drew ${missing.length} of ${pictures.length} pictures, and removed ${stale.length} that are no longer used.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
