import { createRequire } from 'node:module';
import { startBrowser } from '../tools/browser.ts';
import { look } from './look.ts';
import type { Scheme } from '../../site/diagrams.ts';

export interface Drawing {
  /** Draws a diagram as SVG. Rejects with Mermaid's message on a syntax error. */
  draw(source: string, scheme: Scheme): Promise<string>;
  close(): Promise<void>;
}

/** The part of Mermaid's API that is used. */
interface Page {
  readonly mermaid: {
    initialize(configuration: object): void;
    render(id: string, source: string): Promise<{ svg: string }>;
  };
}

/** Mermaid in one file. The package `mermaid` has a hundred dependencies and 200 MB, for unused kinds of diagrams. */
const script = createRequire(import.meta.url).resolve('@mermaid-js/tiny/dist/mermaid.tiny.js');

/** Opens an offline page with Mermaid in the browser at this path. */
export async function openDrawing(browserPath: string): Promise<Drawing> {
  const browser = await startBrowser(browserPath);
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.addScriptTag({ path: script });
  return {
    async draw(source, scheme) {
      // An exception in the page would include Mermaid's stack.
      const drawn = await page.evaluate(
        async ({ configuration, text }) => {
          const { mermaid } = globalThis as unknown as Page;
          mermaid.initialize(configuration);
          return await mermaid
            .render('diagram', text)
            .catch((error: unknown) => ({ message: String(error) }));
        },
        { configuration: look(scheme), text: source },
      );
      if ('message' in drawn) throw new Error(drawn.message);
      return `${withSize(drawn.svg)}\n`;
    },
    close: () => browser.close(),
  };
}

/** Mermaid sizes a drawing relative to its page. A picture requires an absolute size. */
function withSize(svg: string): string {
  const [, width, height] = /viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const [head = '', ...rest] = svg.split(/(?<=>)/);
  const attributes = head.replace('<svg ', '').replaceAll(/\b(?:width|height|style)="[^"]*"\s?/g, '');
  return [`<svg width="${width}" height="${height}" ${attributes}`, ...rest].join('');
}
