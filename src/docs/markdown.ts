import { Marked, Renderer } from 'marked';
import { escapeHtml, html, raw } from './html.ts';
import type { Html } from './html.ts';

/** A rendered Markdown text. */
export interface Rendered {
  readonly body: Html;
  readonly headings: readonly Heading[];
}

/** A heading with its anchor. */
export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly anchor: string;
}

/** Maps the target of a link in the Markdown to the target on the page. `undefined` renders the link as plain text. */
export type LinkTarget = (href: string) => string | undefined;

/** Renders a Mermaid diagram. `undefined` shows its source. */
export type DiagramFigure = (source: string) => Html | undefined;

/** How Markdown is rendered. */
export interface MarkdownOptions {
  readonly linkTarget?: LinkTarget;
  readonly diagramFigure?: DiagramFigure;
  /** The prefix of the heading anchors, for a page that consists of several documents. */
  readonly anchorPrefix?: string;
}

/** Renders Markdown. Escapes HTML, drops comments, and allows only relative, HTTP and mail links. */
export function renderMarkdown(
  text: string,
  { linkTarget = (href) => href, diagramFigure = () => undefined, anchorPrefix = '' }: MarkdownOptions = {},
): Rendered {
  const headings: Heading[] = [];
  const anchors = new Map<string, number>();
  const safeTarget: LinkTarget = (href) => {
    const target = linkTarget(href);
    return target === undefined || /^(?!https?:|mailto:)[a-z][a-z0-9+.-]*:/i.test(target)
      ? undefined
      : target;
  };

  const standard = new Renderer();
  const marked = new Marked({
    renderer: {
      html: ({ text: markup }) => escapeHtml(markup.replace(/<!--.*?-->/gs, '')),
      heading({ depth, tokens }) {
        const content = this.parser.parseInline(tokens);
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        const anchor = anchorPrefix + unique(anchorOf(plain), anchors);
        headings.push({ depth, text: plain, anchor });
        const link = depth === 1 ? '' : ` ${anchorLink(anchor, plain).html}`;
        return `<h${depth} id="${escapeHtml(anchor)}">${content}${link}</h${depth}>\n`;
      },
      link({ href, title, tokens }) {
        const content = this.parser.parseInline(tokens);
        const target = safeTarget(href);
        if (target === undefined)
          return `<span class="unlinked" title="${escapeHtml(href)}">${content}</span>`;
        return `<a href="${escapeHtml(target)}"${title ? ` title="${escapeHtml(title)}"` : ''}>${content}</a>`;
      },
      image: ({ href, text: alternative }) =>
        `<img src="${escapeHtml(safeTarget(href) ?? '')}" alt="${escapeHtml(alternative)}" loading="lazy">`,
      // Wide tables and code scroll in their own box instead of the page. `tabindex` makes the box reachable by
      // keyboard.
      table(token) {
        standard.parser = this.parser;
        return `<div class="scroll" tabindex="0">${standard.table(token)}</div>\n`;
      },
      code(token) {
        const figure = token.lang === 'mermaid' ? diagramFigure(token.text) : undefined;
        return figure?.html ?? standard.code(token).replace('<pre>', '<pre tabindex="0">');
      },
    },
  });
  return { body: raw(marked.parse(text, { async: false })), headings };
}

/** The link in a heading to the heading itself, for copying its address. */
export const anchorLink = (anchor: string, heading: string): Html =>
  html`<a class="anchor" href="#${anchor}" aria-label="Link to ${heading}">#</a>`;

/** Returns the anchor that GitHub generates for a heading, so that links work on GitHub and on the page. */
export const anchorOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');

function unique(anchor: string, seen: Map<string, number>): string {
  const times = seen.get(anchor) ?? 0;
  seen.set(anchor, times + 1);
  return times === 0 ? anchor : `${anchor}-${times}`;
}
