// Starts the assembled program once and stops it, so that Node keeps its modules compiled for every start to come: the
// image is read-only where it runs. Called by the Dockerfile: node container/compile.ts FOLDER
// It is the image's first test, too: what does not start is not built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The user of the image. Node keeps what it compiled for each user apart. */
const user = 65_532;

/** The command of the image's ENTRYPOINT: other flags would compile to something else. */
const flags = ['--max-semi-space-size=8'];

const folder = process.argv[2];
if (folder === undefined) throw new Error('Say where: node container/compile.ts FOLDER');

const cache = join(folder, 'node_modules', '.cache');
mkdirSync(cache);
chownSync(cache, user, user);

const service = spawn(process.execPath, [...flags, join(folder, 'src/main.js')], {
  env: {
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: 'sqlite::memory:',
    AUTH_JWT_SECRET: 'only for the time of this start, and for nobody',
  },
  uid: user,
  gid: user,
  stdio: ['ignore', 'pipe', 'inherit'],
});
for await (const line of createInterface(service.stdout)) {
  const { message, url } = JSON.parse(line) as { message: string; url?: string };
  if (message !== 'ready') continue;
  // The pages of the documentation are loaded when they are first asked for.
  for (const page of ['/docs/', '/docs/problems']) {
    const answer = await fetch(`${url}${page}`);
    if (!answer.ok) throw new Error(`${page} answers ${answer.status}`);
    await answer.arrayBuffer();
  }
  service.kill('SIGTERM');
}
if (service.exitCode === null) await once(service, 'exit');
if (service.exitCode !== 0) throw new Error(`The assembled program ended with ${service.exitCode}`);

// What Node wrote is for its user's eyes only, and that user must not be able to change it.
chownSync(cache, 0, 0);
for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  chownSync(path, 0, 0);
  chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
}
