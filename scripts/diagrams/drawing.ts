import { createRequire } from 'node:module';
import { startBrowser } from '../tools/browser.ts';
import { look } from './look.ts';
import type { Scheme } from '../../site/diagrams.ts';

/** A page in a browser that draws diagrams. */
export interface Drawing {
  /** Draws one, as the text of an SVG file. Rejects with what Mermaid says when there is a mistake in it. */
  draw(source: string, scheme: Scheme): Promise<string>;
  close(): Promise<void>;
}

/** What is used here of Mermaid, and of the page. */
interface Page {
  readonly mermaid: {
    initialize(configuration: object): void;
    render(id: string, source: string): Promise<{ svg: string }>;
  };
}

/** Mermaid in one file: the package `mermaid` brings a hundred others and 200 MB, for kinds of diagrams that are not used here. */
const script = createRequire(import.meta.url).resolve('@mermaid-js/tiny/dist/mermaid.tiny.js');

/** Opens a page with Mermaid in the browser at this path. It loads nothing from anywhere. */
export async function openDrawing(browserPath: string): Promise<Drawing> {
  const browser = await startBrowser(browserPath);
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.addScriptTag({ path: script });
  return {
    async draw(source, scheme) {
      // What is thrown in the page would bring Mermaid's stack with it.
      const drawn = await page.evaluate(
        async ({ configuration, text }) => {
          const { mermaid } = globalThis as unknown as Page;
          mermaid.initialize(configuration);
          return await mermaid
            .render('diagram', text)
            .catch((error: unknown) => ({ mistake: String(error) }));
        },
        { configuration: look(scheme), text: source },
      );
      if ('mistake' in drawn) throw new Error(drawn.mistake);
      return `${withSize(drawn.svg)}\n`;
    },
    close: () => browser.close(),
  };
}

/** Mermaid makes a drawing as wide as its page: a picture has a size of its own. */
function withSize(svg: string): string {
  const [, width, height] = /viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const [head = '', ...rest] = svg.split(/(?<=>)/);
  const attributes = head.replace('<svg ', '').replaceAll(/\b(?:width|height|style)="[^"]*"\s?/g, '');
  return [`<svg width="${width}" height="${height}" ${attributes}`, ...rest].join('');
}
