// Draws the Mermaid diagrams of docs/ for the site in an installed browser, which computes their layout. The pictures are
// committed, so only a change of a diagram requires a browser.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { diagramsIn, pictureFolder, pictureOf, schemes } from '../site/diagrams.ts';
import { openDrawing } from './diagrams/drawing.ts';
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
      throw new Error('Drawing requires a Chromium-based browser: install one, or set CHROMIUM=/path/to/it.');
    const drawing = await openDrawing(browser);
    try {
      for (const { file, diagram, scheme, source } of missing) {
        const svg = await drawing.draw(diagram.source, scheme).catch((error: unknown) => {
          throw new Error(`${source}: cannot draw “${diagram.title}”. ${String(error)}`, {
            cause: error,
          });
        });
        await writeFile(new URL(file, root), svg);
      }
    } finally {
      await drawing.close();
    }
  }

  const stale = existing.filter((file) => !pictures.some((picture) => picture.file === file));
  await Promise.all(stale.map((file) => rm(new URL(file, root))));
  console.log(`Drew ${missing.length} of ${pictures.length} pictures. Removed ${stale.length}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
