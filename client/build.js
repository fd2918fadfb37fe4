// Builds the package: ES modules in dist/ and CommonJS modules in dist/cjs/, both with declarations.
// Usage: node build.js [directory]
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const dist = process.argv[2] ?? join(folder, 'dist');
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

rmSync(dist, { recursive: true, force: true });
for (const { config, out } of [
  { config: 'tsconfig.json', out: dist },
  { config: 'tsconfig.cjs.json', out: join(dist, 'cjs') },
]) {
  execFileSync(process.execPath, [tsc, '--project', join(folder, config), '--outDir', out], {
    stdio: 'inherit',
  });
}
writeFileSync(join(dist, 'cjs/package.json'), '{ "type": "commonjs" }\n');
