// Selects the files of a package that the service needs at run time: code, data, addons and licenses. Types, source maps,
// sources, tests and guides are excluded.
import { basename, extname } from 'node:path';
import { assetFolders } from '../src/docs/assets.ts';

const loaded = new Set(['.js', '.cjs', '.mjs', '.json', '.node']);
const license = /^(?:licen[cs]e|notice|copying)/i;
const notForUse = /^(?:test|tests|__tests__|docs?|examples?|bench|benchmarks?|coverage|bin|\.github)\//;
const forBrowsers = /\.(?:min|umd)\.[cm]?js$|(?:^|\/)browser\//;

/** Packages that the service uses only in part, or not at all. */
const parts: Readonly<Record<string, (path: string, platform: string) => boolean>> = {
  // Contains addons for eight platforms, and the sources of SQLite.
  'better-sqlite3': (path, platform) => path.startsWith('lib/') || path === `prebuilds/${platform}.node`,
  // Headers for compiling addons.
  'node-addon-api': () => false,
  // Browsers load source maps only for debugging.
  'swagger-ui-dist': (path) => servedFiles('swagger-ui-dist').has(path) && !path.endsWith('.map'),
  // Reports installations to the authors of a package.
  '@scarf/scarf': () => false,
  // Used only by js-yaml's command-line program.
  argparse: () => false,
  // Most of it is names that are not stable yet.
  '@opentelemetry/semantic-conventions': (path) =>
    path.endsWith('.mjs') && !/experimental|incubating/.test(path),
  // The entry point for Node is minified, so the general rule would exclude it.
  'lru-cache': (path) => path.startsWith('dist/esm/node/') && path.endsWith('.js'),
  // winston uses two of its functions.
  async: (path) => /^(?:internal\/\w+|asyncify|forEach|series|eachOf\w*)\.js$/.test(path),
  // The service accepts UTF-8 only, so it never loads the tables of Chinese, Japanese and Korean encodings.
  'iconv-lite': (path) => path.endsWith('.js') && !path.startsWith('encodings/tables/'),
  // Version 5 is imported from one file, and version 4 is required from lib/.
  'js-yaml': (path) => /^(?:index\.js|lib\/.*\.js|dist\/js-yaml\.mjs)$/.test(path),
  // The excluded files are bundles and builds for old engines.
  qs: (path) => path.startsWith('lib/') && path.endsWith('.js'),
  winston: (path) => path.endsWith('.js') && path.startsWith('lib/'),
};

/** Packages with a copy of each module for require(), which the service does not use. prom-client requires the API. */
const importedOnly = /^@opentelemetry\/(?!api$)/;

/** Whether the image includes a file, given by its path within the package. `platform` is `linux-x64` for example. */
export function isNeeded(packageName: string, path: string, platform: string): boolean {
  if (isDescription(path)) return true;
  const part = parts[packageName];
  if (part !== undefined) return part(path, platform);
  if (path.endsWith('.cjs') && importedOnly.test(packageName)) return false;
  return loaded.has(extname(path)) && !notForUse.test(path) && !forBrowsers.test(path);
}

/** Whether a file is the package's description or license. */
export function isDescription(path: string): boolean {
  return path === 'package.json' || license.test(basename(path));
}

function servedFiles(packageName: string): ReadonlySet<string> {
  const folders = assetFolders.filter(({ folder }) => basename(folder) === packageName);
  return new Set(folders.flatMap(({ names }) => names));
}
