// Mermaid diagrams in Markdown. The repository's host renders them itself. The site shows pictures that
// `npm run diagrams` renders in advance, so that its pages need no script for them.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Marked } from 'marked';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { anchorOf } from '../markdown.ts';

/** The directory of the pictures in the repository. */
export const pictureFolder = 'docs/images/diagrams/';

/** The color schemes that each diagram is rendered in. */
export const schemes = ['light', 'dark'] as const;

/** A color scheme. */
export type Scheme = (typeof schemes)[number];

/** A diagram with its text alternative. */
export interface Diagram {
  readonly source: string;
  readonly title: string;
  readonly description: string;
}

/** The diagrams of a Markdown text. Throws when one has no text alternative. */
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
  if (!title || !words) throw new Error(`A diagram requires accTitle and accDescr:\n${source}`);
  return { source, title, description: words };
}

/** The path of a diagram's picture. It contains a hash of the source, so an existing picture is never stale. */
export function pictureOf({ source, title }: Diagram, scheme: Scheme): string {
  const digest = createHash('sha256').update(source.trim()).digest('hex').slice(0, 8);
  return `${pictureFolder}${anchorOf(title)}-${digest}.${scheme}.svg`;
}

/** The size of a picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Reads the size of a picture from its first tag. */
export function sizeOf(svg: string): Size {
  const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) };
}

/** The figure of a diagram: the picture for the reader's color scheme, in a scrollable box. */
export function figureOf(diagram: Diagram, page: string, sizes: ReadonlyMap<string, Size>): Html {
  const [light, dark] = schemes.map((scheme) => pictureOf(diagram, scheme)) as [string, string];
  const size = sizes.get(light);
  if (size === undefined || !sizes.has(dark))
    throw new Error(`The diagram “${diagram.title}” has no current picture. Run \`npm run diagrams\`.`);
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
