// Starts the assembled program once, so that Node caches the compiled modules in the image: containers have a read-only file
// system. This start is also the first test of the image. Called by the Dockerfile: node container/compile.ts DIRECTORY
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The user of the image. Node has a separate compile cache per user. */
const user = 65_532;

/** The flags of the image's ENTRYPOINT. Other flags would invalidate the cache. */
const flags = ['--max-semi-space-size=8'];

const folder = process.argv[2];
if (folder === undefined) throw new Error('Usage: node container/compile.ts DIRECTORY');

const cache = join(folder, 'node_modules', '.cache');
mkdirSync(cache);
chownSync(cache, user, user);

const service = spawn(process.execPath, [...flags, join(folder, 'src/main.js')], {
  env: {
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: 'sqlite::memory:',
    AUTH_JWT_SECRET: 'a secret that only this start of the service uses',
  },
  uid: user,
  gid: user,
  stdio: ['ignore', 'pipe', 'inherit'],
});
for await (const line of createInterface(service.stdout)) {
  const { message, url } = JSON.parse(line) as { message: string; url?: string };
  if (message !== 'ready') continue;
  // The first request for a documentation page loads the modules that render it.
  for (const page of ['/docs/', '/docs/problems', '/docs/guides/index.html', '/llms.txt']) {
    const response = await fetch(`${url}${page}`);
    if (!response.ok) throw new Error(`${page} returned ${response.status}`);
    await response.arrayBuffer();
  }
  service.kill('SIGTERM');
}
if (service.exitCode === null) await once(service, 'exit');
if (service.exitCode !== 0) throw new Error(`The assembled program exited with ${service.exitCode}`);

// Node creates a cache that only its user can read. All users must be able to read it, and only root may write it.
chownSync(cache, 0, 0);
for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  chownSync(path, 0, 0);
  chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
}
