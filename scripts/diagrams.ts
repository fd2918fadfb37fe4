// Draws the Mermaid diagrams of docs/ for the site, with Mermaid in a browser of this machine: what lays a diagram out
// is the browser. The pictures are committed, so that only who changes a diagram needs one.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { diagramsIn, pictureFolder, pictureOf, schemes } from '../site/diagrams.ts';
import { openDrawing } from './diagrams/drawing.ts';
import { readArguments } from './tools/arguments.ts';
import { findBrowser } from './tools/browser.ts';

const root = new URL('../', import.meta.url);
const usage = 'npm run diagrams -- [--all]\n  --all  draws those again too that have not changed';
const { values } = readArguments(usage, { options: { all: { type: 'boolean', default: false } } });

/** What there is to draw: the file of each picture, the diagram, and the Markdown that it stands in. */
async function wanted() {
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
  const pictures = await wanted();
  const folder = new URL(pictureFolder, root);
  await mkdir(folder, { recursive: true });
  const there = (await readdir(folder)).map((name) => pictureFolder + name);
  const missing = pictures.filter(({ file }) => values.all || !there.includes(file));

  if (missing.length > 0) {
    const browser = await findBrowser();
    if (browser === undefined)
      throw new Error(
        'A browser made of Chromium is needed: install one, or name it with CHROMIUM=/path/to/it.',
      );
    const drawing = await openDrawing(browser);
    try {
      for (const { file, diagram, scheme, source } of missing) {
        const svg = await drawing.draw(diagram.source, scheme).catch((error: unknown) => {
          throw new Error(`${source}: “${diagram.title}” cannot be drawn. ${String(error)}`, {
            cause: error,
          });
        });
        await writeFile(new URL(file, root), svg);
      }
    } finally {
      await drawing.close();
    }
  }

  const old = there.filter((file) => !pictures.some((picture) => picture.file === file));
  await Promise.all(old.map((file) => rm(new URL(file, root))));
  console.log(`Drawn: ${missing.length} pictures of ${pictures.length}. Removed: ${old.length}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
