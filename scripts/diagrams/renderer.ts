import { createRequire } from 'node:module';
import { startBrowser } from '../tools/browser.ts';
import { mermaidConfig } from './mermaid-config.ts';
import type { Scheme } from '../../src/docs/guides/diagrams.ts';

export interface Renderer {
  /** Draws a diagram as SVG. Rejects with Mermaid's message on a syntax error. */
  draw(source: string, scheme: Scheme): Promise<string>;
  close(): Promise<void>;
}

/** The part of Mermaid's API that this module uses. */
interface Page {
  readonly mermaid: {
    initialize(configuration: object): void;
    render(id: string, source: string): Promise<{ svg: string }>;
  };
}

/** Mermaid in one file. The package `mermaid` takes 200 MB with its hundred dependencies, most of them for unused diagrams. */
const script = createRequire(import.meta.url).resolve('@mermaid-js/tiny/dist/mermaid.tiny.js');

/** Starts the browser at this path and opens an offline page with Mermaid. */
export async function openRenderer(browserPath: string): Promise<Renderer> {
  const browser = await startBrowser(browserPath);
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.addScriptTag({ path: script });
  return {
    async draw(source, scheme) {
      // Returns an error instead of throwing it: an exception from the page would include Mermaid's stack trace.
      const drawn = await page.evaluate(
        async ({ configuration, text }) => {
          const { mermaid } = globalThis as unknown as Page;
          mermaid.initialize(configuration);
          return await mermaid
            .render('diagram', text)
            .catch((error: unknown) => ({ message: String(error) }));
        },
        { configuration: mermaidConfig(scheme), text: source },
      );
      if ('message' in drawn) throw new Error(drawn.message);
      return `${withSize(drawn.svg)}\n`;
    },
    close: () => browser.close(),
  };
}

/** Replaces the size, which Mermaid makes relative to the page, with the absolute size that a picture requires. */
function withSize(svg: string): string {
  const [, width, height] = /viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const [head = '', ...rest] = svg.split(/(?<=>)/);
  const attributes = head.replace('<svg ', '').replaceAll(/\b(?:width|height|style)="[^"]*"\s?/g, '');
  return [`<svg width="${width}" height="${height}" ${attributes}`, ...rest].join('');
}
