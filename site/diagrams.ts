// Mermaid diagrams in the Markdown. Where the repository is hosted they are drawn by the host; the site has pictures,
// which `npm run diagrams` draws with Mermaid itself: a page loads no script for them, and its policy stays as it is.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Marked } from 'marked';
import { html } from '../src/docs/html.ts';
import type { Html } from '../src/docs/html.ts';
import { anchorOf } from '../src/docs/markdown.ts';

/** Where the pictures are in the repository. */
export const pictureFolder = 'docs/images/diagrams/';

/** The two schemes of colours that each diagram is drawn in. */
export const schemes = ['light', 'dark'] as const;

/** One of `schemes`. */
export type Scheme = (typeof schemes)[number];

/** A diagram, and what it says of itself to those who do not see it. */
export interface Diagram {
  readonly source: string;
  readonly title: string;
  readonly description: string;
}

/** The diagrams of a Markdown text, in its order. Throws when one says nothing of itself. */
export function diagramsIn(text: string): Diagram[] {
  const marked = new Marked();
  const diagrams: Diagram[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === 'code' && token.lang === 'mermaid') diagrams.push(diagramOf(String(token.text)));
  });
  return diagrams;
}

function diagramOf(source: string): Diagram {
  const title = /^\s*accTitle:(.+)$/m.exec(source)?.[1]?.trim();
  const description = /^\s*accDescr(?::(.+)$|\s*\{([^}]+)\})/m.exec(source);
  const words = (description?.[1] ?? description?.[2])?.trim().replace(/\s+/g, ' ');
  if (!title || !words)
    throw new Error(`A diagram needs accTitle and accDescr, for those who do not see it:\n${source}`);
  return { source, title, description: words };
}

/** The file of a diagram's picture: another diagram has another name, so a picture that is there is not stale. */
export function pictureOf({ source, title }: Diagram, scheme: Scheme): string {
  const digest = createHash('sha256').update(source.trim()).digest('hex').slice(0, 8);
  return `${pictureFolder}${anchorOf(title)}-${digest}.${scheme}.svg`;
}

/** A picture's width and height, which its first tag has. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Reads the size of a picture that `npm run diagrams` has drawn. */
export function sizeOf(svg: string): Size {
  const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) };
}

/** The diagram on its page: the picture for the reader's scheme, in a box that scrolls where it is too wide. */
export function figureOf(diagram: Diagram, page: string, sizes: ReadonlyMap<string, Size>): Html {
  const [light, dark] = schemes.map((scheme) => pictureOf(diagram, scheme)) as [string, string];
  const size = sizes.get(light);
  if (size === undefined || !sizes.has(dark))
    throw new Error(`No picture of the diagram “${diagram.title}” as it is now: run \`npm run diagrams\`.`);
  const href = (picture: string) => posix.relative(posix.dirname(page), picture);
  return html`<figure class="diagram">
    <div class="scroll" tabindex="0" role="group" aria-label="Diagram: ${diagram.title}">
      <picture>
        <source media="screen and (prefers-color-scheme: dark)" srcset="${href(dark)}" />
        <img
          src="${href(light)}"
          alt="${diagram.description}"
          width="${size.width}"
          height="${size.height}"
        />
      </picture>
    </div>
    <figcaption>${diagram.title}</figcaption>
  </figure> `;
}
