// Writes the static documentation into site/dist/, to be published as it is, on any path of any host.
import { fileURLToPath } from 'node:url';
import { buildSite } from '../site/build.ts';

try {
  const pages = await buildSite(fileURLToPath(new URL('../site/dist/', import.meta.url)));
  console.log(`Written to site/dist/: ${pages.length} pages, no dead link among them.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
