// Writes the static documentation into site/, to be published as it is, on any path of any host.
import { fileURLToPath } from 'node:url';
import { buildSite } from '../src/docs/site/build.ts';

try {
  const pages = await buildSite(fileURLToPath(new URL('../site/', import.meta.url)));
  console.log(`Written to site/: ${pages.length} pages, no dead link among them.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
