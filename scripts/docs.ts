// Writes the static documentation into site/dist/, which can be published on any path of any host.
import { fileURLToPath } from 'node:url';
import { buildSite } from '../site/build.ts';
import { readArguments } from './tools/arguments.ts';

readArguments('npm run docs -- [--help | --version]\n  writes the static documentation into site/dist/', {});

try {
  const pages = await buildSite(fileURLToPath(new URL('../site/dist/', import.meta.url)));
  console.log(`Wrote ${pages.length} pages without dead links to site/dist/.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
