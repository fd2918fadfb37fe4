import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRenderer } from '../../scripts/diagrams/renderer.ts';
import type { Renderer } from '../../scripts/diagrams/renderer.ts';
import { buildSite } from '../../site/build.ts';
import { diagramsIn, pictureFolder, pictureOf, schemes, sizeOf } from '../../src/docs/guides/diagrams.ts';
import { browser, describeWithBrowser } from './browser.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = new URL('../../', import.meta.url);
const markdown = (...lines: string[]) => ['# Guide', '', '```mermaid', ...lines, '```', ''].join('\n');
const valid = markdown(
  'flowchart LR',
  '  accTitle: Two steps',
  '  accDescr: The first leads to the second.',
  '  a --> b',
);

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(removeTemporaryFolders);

describe('the diagrams of the repository', () => {
  test('have a current picture for each color scheme, and there are no other pictures', async () => {
    const names = await readdir(new URL('docs/', root), { recursive: true });
    const sources = names.filter((name) => name.endsWith('.md'));
    const texts = await Promise.all(sources.map((name) => readFile(new URL(`docs/${name}`, root), 'utf8')));
    const expected = texts
      .flatMap(diagramsIn)
      .flatMap((diagram) => schemes.map((scheme) => pictureOf(diagram, scheme)));
    const pictures = await readdir(new URL(pictureFolder, root));
    const existing = pictures.map((name) => pictureFolder + name);
    // If this fails, run `npm run diagrams` and commit the pictures.
    expect(existing.sort()).toEqual(expected.sort());
  });

  test('are only in docs/, because they are not rendered elsewhere', async () => {
    const names = (await readdir(root)).filter((name) => name.endsWith('.md'));
    const texts = await Promise.all(names.map((name) => readFile(new URL(name, root), 'utf8')));
    expect(texts.flatMap(diagramsIn)).toEqual([]);
  });

  test('load nothing, contain no scripts, and have a size', async () => {
    const pictures = await readdir(new URL(pictureFolder, root));
    for (const name of pictures) {
      const svg = await readFile(new URL(pictureFolder + name, root), 'utf8');
      expect(svg).not.toMatch(/<script|<foreignObject|@import|(?:href|src)="(?!#)/i);
      expect(sizeOf(svg)).toEqual({ width: expect.any(Number), height: expect.any(Number) });
      expect(sizeOf(svg).width).toBeGreaterThan(100);
    }
  });

  test('appear as pictures on the pages of the site', async () => {
    const output = join(folder, 'site');
    const pages = await buildSite(output);
    const texts = await Promise.all(pages.map((page) => readFile(join(output, page), 'utf8')));
    expect(texts.filter((text) => text.includes('language-mermaid'))).toEqual([]);
    const architecture = await readFile(join(output, 'docs/architecture.html'), 'utf8');
    expect(architecture.match(/<picture>/g)).toHaveLength(3);
    expect(architecture).toMatch(/srcset="images\/diagrams\/[\w-]+\.dark\.svg"/);
  });
});

describe('the site', () => {
  test('fails to build when a diagram has no current picture', async () => {
    await expect(buildSite(join(folder, 'stale'), await repository(valid))).rejects.toThrow(
      'docs/guide.md: The diagram “Two steps” has no current picture. Run `npm run diagrams`.',
    );
  });

  test('fails to build when a diagram has no text alternative', async () => {
    const undescribed = markdown('flowchart LR', '  accTitle: Two steps', '  a --> b');
    await expect(buildSite(join(folder, 'undescribed'), await repository(undescribed))).rejects.toThrow(
      'docs/guide.md: A diagram requires accTitle and accDescr',
    );
  });

  test('shows the picture for the color scheme, with its description, in a scrollable box', async () => {
    const [diagram] = diagramsIn(valid);
    const files = schemes.map((scheme) => [pictureOf(diagram!, scheme), '<svg width="300.5" height="20"/>']);
    const output = join(folder, 'drawn');
    await buildSite(output, await repository(valid, Object.fromEntries(files) as Record<string, string>));
    const page = await readFile(join(output, 'docs/guide.html'), 'utf8');
    expect(page).toContain('alt="The first leads to the second."');
    expect(page).toContain('width="301"');
    expect(page).toContain('<figcaption>Two steps</figcaption>');
    expect(page).toContain('tabindex="0" role="group" aria-label="Diagram: Two steps"');
  });
});

describeWithBrowser('npm run diagrams', () => {
  let renderer: Renderer;
  beforeAll(async () => {
    renderer = await openRenderer(browser!);
  });
  afterAll(() => renderer.close());

  test('draws a diagram as a picture with its title and description', async () => {
    const svg = await renderer.draw(diagramsIn(valid)[0]!.source, 'dark');
    expect(svg).toMatch(/^<svg width="[\d.]+" height="[\d.]+" [^>]*viewBox=/);
    expect(svg).toContain('>Two steps</title>');
    expect(svg).toContain('>The first leads to the second.</desc>');
  });

  test('rejects an invalid diagram, and names the line', async () => {
    await expect(renderer.draw('flowchart LR\n  a[/docs] --> b', 'light')).rejects.toThrow(/error on line 2/);
  });
});

/** Writes a repository with the project's contract and this guide into a new directory. */
async function repository(guide: string, files: Readonly<Record<string, string>> = {}): Promise<URL> {
  const path = temporaryFolder();
  const yaml = await readFile(new URL('openapi.yaml', root), 'utf8');
  for (const [name, text] of Object.entries({ 'openapi.yaml': yaml, 'docs/guide.md': guide, ...files })) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return pathToFileURL(`${path}/`);
}
