// The load balancer of docker-compose.yml, run as it is configured, on a port of this machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { answersOk } from '../support/answers-ok.ts';
import { freePort } from '../support/free-port.ts';

const configuration = readFileSync(new URL('../../deploy/compose/nginx.conf', import.meta.url), 'utf8');
// Debian has it where only root has it in the path.
const program = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).error === undefined);

// Else its workers are nobody, who may not write to the folder.
const asRoot = process.getuid?.() === 0 ? 'user root;' : '';

/** As `describe`; skipped, and named so, where there is no nginx. */
export const describeWithNginx: (name: string, tests: () => void) => void =
  program === undefined
    ? (name, tests) => describe.skip(`${name} (not run: there is no nginx on this machine)`, tests)
    : describe;

/** Starts it before these instances, `127.0.0.1:5000`. */
export async function startNginx(
  one: string,
  two: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const changes: readonly [string, string][] = [
    ['api-one:5000', one],
    ['api-two:5000', two],
    ['listen 8080', `listen 127.0.0.1:${port}`],
  ];
  const placed = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`nginx.conf has no ${from}`);
    return text.replace(from, to);
  }, configuration);
  await writeFile(
    `${folder}/nginx.conf`,
    placed.replaceAll('/tmp/', `${folder}/`).replace('worker_processes auto', 'worker_processes 1'),
  );
  const nginx = spawn(
    program ?? 'nginx',
    ['-p', folder, '-c', `${folder}/nginx.conf`, '-g', `daemon off; ${asRoot}`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  nginx.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-5000)));
  const ended = once(nginx, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !(await answersOk(`${url}/health/live`)); attempt += 1) {
    if (nginx.exitCode !== null || attempt > 500) throw new Error(`nginx did not start: ${said}`);
    await pause(10);
  }
  return {
    url,
    async stop() {
      nginx.kill('SIGQUIT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
