// Which files of a package a running service can need. Node loads code, data and addons; licences have to go wherever
// the code goes. Everything else that packages bring (types, source maps, sources, tests, guides) stays out.
import { basename, extname } from 'node:path';
import { assetFolders } from '../src/docs/assets.ts';

const loaded = new Set(['.js', '.cjs', '.mjs', '.json', '.node']);
const licence = /^(?:licen[cs]e|notice|copying)/i;
const notForUse = /^(?:test|tests|__tests__|docs?|examples?|bench|benchmarks?|coverage|bin|\.github)\//;
const forBrowsers = /\.(?:min|umd)\.[cm]?js$|(?:^|\/)browser\//;

/** Packages of which Node loads a part only, or nothing, and what that is. */
const parts: Readonly<Record<string, (path: string, platform: string) => boolean>> = {
  // It brings its addon for eight platforms, and the sources of SQLite.
  'better-sqlite3': (path, platform) => path.startsWith('lib/') || path === `prebuilds/${platform}.node`,
  // Headers, for compiling an addon.
  'node-addon-api': () => false,
  // Browsers load it, and never the source maps unless somebody debugs it there.
  'swagger-ui-dist': (path) => servedFiles('swagger-ui-dist').has(path) && !path.endsWith('.map'),
  // It counts installations.
  '@scarf/scarf': () => false,
  // Only the commands of js-yaml use it.
  argparse: () => false,
  // The same again as one file, or for old engines.
  async: (path) => path.endsWith('.js') && !path.startsWith('dist/'),
  winston: (path) => path.endsWith('.js') && path.startsWith('lib/'),
};

/**
 * Whether the image gets this file, given by its path within the folder of the package. The platform is as Node names
 * it: `linux-x64`, `linux-arm64`.
 */
export function isNeeded(packageName: string, path: string, platform: string): boolean {
  if (isDescription(path)) return true;
  const part = parts[packageName];
  if (part !== undefined) return part(path, platform);
  return loaded.has(extname(path)) && !notForUse.test(path) && !forBrowsers.test(path);
}

/** Whether a file only says what the package is, and under which terms it may be used. */
export function isDescription(path: string): boolean {
  return path === 'package.json' || licence.test(basename(path));
}

function servedFiles(packageName: string): ReadonlySet<string> {
  const folders = assetFolders.filter(({ folder }) => basename(folder) === packageName);
  return new Set(folders.flatMap(({ names }) => names));
}
