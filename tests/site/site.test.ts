import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assetsDigest } from '../../src/docs/assets.ts';
import { serviceLinks } from '../../src/docs/page-links.ts';
import { problemsPage } from '../../src/docs/problems-page.ts';
import { deadLinks } from '../../site/dead-links.ts';
import { buildSite } from '../../site/build.ts';
import { contract } from '../docs/docs-server.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(removeTemporaryFolders);

describe('the published site', () => {
  test('is built from the repository without dead links, and contains its security policy', async () => {
    const output = join(folder, 'real');
    const pages = await buildSite(output);
    expect(pages).toEqual(expect.arrayContaining(['index.html', 'problems.html', 'docs/guides/index.html']));
    for (const page of pages) {
      const html = await readFile(join(output, page), 'utf8');
      expect(html).toContain('<meta http-equiv="Content-Security-Policy"');
      expect(html).not.toContain('frame-ancestors');
    }
  });

  test('documents the same problems as the service', async () => {
    const output = join(folder, 'same');
    await buildSite(output);
    const sections = (html: string) => html.match(/<section[^]*?<\/h2>/g);
    const published = await readFile(join(output, 'problems.html'), 'utf8');
    expect(sections(published)).toEqual(sections(problemsPage(contract, serviceLinks())));
  });

  test('contains the contract, as an identical YAML file and as JSON', async () => {
    const output = join(folder, 'contract');
    await buildSite(output);
    const yaml = await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8');
    expect(await readFile(join(output, 'openapi.yaml'), 'utf8')).toBe(yaml);
    expect(JSON.parse(await readFile(join(output, 'openapi.json'), 'utf8'))).toEqual(contract.document);
  });

  test('renders Markdown files as pages with working links', async () => {
    const { output, root } = await repository({
      'docs/first.md':
        '# First\n\n[second](deep/second.md#a--b), [image](images/a.png), [code](../src/app.ts)',
      'docs/deep/second.md':
        '# Second\n\n## A & B\n\n[first](../first.md), [changes](../../CHANGELOG.md), [contract](../../openapi.yaml)',
      'docs/images/a.png': 'pixels',
      'src/app.ts': '',
      'CHANGELOG.md': '# Changes',
    });
    await buildSite(output, root);
    const first = await readFile(join(output, 'docs/first.html'), 'utf8');
    expect(first).toContain('<a href="deep/second.html#a--b">second</a>');
    expect(first).toContain('<span class="unlinked" title="../src/app.ts">code</span>');
    const second = await readFile(join(output, 'docs/deep/second.html'), 'utf8');
    expect(second).toContain('<h2 id="a--b">A &amp; B <a class="anchor" href="#a--b"');
    expect(second).toContain('<a href="../../changelog.html">changes</a>');
    expect(second).toContain(`href="../../assets/${assetsDigest()}/docs.css"`);
    expect(await readdir(join(output, 'docs/images'))).toEqual(['a.png']);
  });

  test('lists guides before decisions, and the index of each directory first', async () => {
    const { output, root } = await repository({
      'docs/first.md': '# First',
      'docs/decisions/0001-why.md': '# Why',
      'docs/decisions/README.md': '# All reasons',
      'docs/guides/how.md': '# How',
    });
    await buildSite(output, root);
    const list = await readFile(join(output, 'docs/guides/index.html'), 'utf8');
    const links = [...list.matchAll(/href="([^"]+)"\s*>(?:First|Why|All reasons|How)</g)];
    expect(links.map(([, href]) => href)).toEqual([
      '../first.html',
      'how.html',
      '../decisions/index.html',
      '../decisions/0001-why.html',
    ]);
  });

  test('escapes HTML and drops comments', async () => {
    const { output, root } = await repository({
      'docs/first.md': '# First\n\n<!-- begin -->\n\nA <b>word</b><!-- and\nmore -->.\n\n<!-- end -->\n',
    });
    await buildSite(output, root);
    const page = await readFile(join(output, 'docs/first.html'), 'utf8');
    expect(page).toContain('<p>A &lt;b&gt;word&lt;/b&gt;.</p>');
    expect(page).not.toMatch(/begin|and\nmore/);
  });

  test('fails to build on dead links, and lists them', async () => {
    const { output, root } = await repository({
      'docs/guide.md': '# Guide\n\n[gone](gone.md) [anchor](#nowhere) [root](/docs/problems) [good](#guide)',
    });
    await expect(buildSite(output, root)).rejects.toThrow(
      [
        'Dead links:',
        'docs/guide.html: gone.md is not in the site',
        'docs/guide.html: #nowhere has no anchor nowhere on its page',
        'docs/guide.html: /docs/problems starts at the root, but the site may be below a path',
      ].join('\n'),
    );
    await expect(readdir(output)).rejects.toThrow('ENOENT');
  });
});

describe('deadLinks', () => {
  const page = (markup: string) => new Map([['a/page.html', markup]]);

  test('accepts links to other hosts, and rejects assets from other hosts', () => {
    expect(deadLinks(page('<a href="https://example.com">out</a>'), new Set())).toEqual([]);
    expect(deadLinks(page('<script src="https://example.com/x.js"></script>'), new Set())).toEqual([
      'a/page.html: https://example.com/x.js is on another host',
    ]);
    expect(deadLinks(page('<img alt="" src="//example.com/x.png">'), new Set())).toHaveLength(1);
  });
});

/** Writes a repository with the project's contract and these files into a new directory. */
async function repository(files: Readonly<Record<string, string>>): Promise<{ output: string; root: URL }> {
  const path = temporaryFolder();
  const yaml = await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8');
  for (const [name, text] of Object.entries({ 'openapi.yaml': yaml, ...files })) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { output: join(path, 'site'), root: pathToFileURL(`${path}/`) };
}
