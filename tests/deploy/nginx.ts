// Runs nginx in front of a service.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { scaled } from '../support/timeouts.js';

const program = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).error === undefined);

/** The nginx program on this machine. */
export const nginxProgram = program ?? 'nginx';

/** The directives that make nginx write only to this directory. */
export function nginxTemporaryPaths(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
}

/** Like `describe`, but skips the tests where nginx is not installed. */
export const describeWithNginx: (name: string, tests: () => void) => void =
  program === undefined
    ? (name, tests) => {
        describe.skip(`${name} (skipped: nginx is not installed)`, tests);
      }
    : describe;

/** The locations of a proxy that caches every response that may be cached, and reports it in `X-Cache-Status`. */
export const cacheEverything = (upstream: string): string => `location / {
  proxy_pass ${upstream};
  proxy_cache all;
  proxy_cache_valid 200 1h;
  add_header X-Cache-Status $upstream_cache_status always;
}`;

/** Starts nginx with these locations. */
export async function startNginx(locations: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  await writeFile(
    `${folder}/nginx.conf`,
    `pid ${folder}/pid; error_log stderr; daemon off; master_process off;
    events {}
    http {
      access_log off; ${nginxTemporaryPaths(folder)}
      proxy_cache_path ${folder}/cache keys_zone=all:1m;
      server {
        listen 127.0.0.1:${port};
        ${locations}
      }
    }`,
  );
  const nginx = spawn(nginxProgram, ['-p', folder, '-c', `${folder}/nginx.conf`], { stdio: 'ignore' });
  const ended = once(nginx, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/health/live`).then(
      () => true,
      () => false,
    );
  const deadline = performance.now() + scaled(10_000);
  while (!(await isUp())) if (performance.now() > deadline) throw new Error('nginx did not start');
  return {
    url,
    async stop() {
      nginx.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
