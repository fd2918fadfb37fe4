// Runs the load balancer of docker-compose.yml with its configuration, on a local port.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { respondsOk } from '../support/responds-ok.ts';
import { freePort } from '../support/free-port.ts';

const configuration = readFileSync(new URL('../../deploy/compose/haproxy.cfg', import.meta.url), 'utf8');
// Debian installs haproxy outside the PATH of ordinary users.
const program = ['haproxy', '/usr/sbin/haproxy'].find((path) => spawnSync(path, ['-v']).error === undefined);

/** Like `describe`, but skips the tests where haproxy is not installed. */
export const describeWithHaproxy: (name: string, tests: () => void) => void =
  program === undefined
    ? (name, tests) => describe.skip(`${name} (skipped: haproxy is not installed)`, tests)
    : describe;

/** Starts the load balancer in front of two instances, for example `127.0.0.1:5000`. */
export async function startHaproxy(
  one: string,
  two: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'haproxy-'));
  const port = await freePort();
  const changes: readonly [string, string][] = [
    ['api-one:5000', one],
    ['api-two:5000', two],
    ['bind :8080', `bind 127.0.0.1:${port}`],
  ];
  const adapted = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`haproxy.cfg does not contain ${from}`);
    return text.replace(from, to);
  }, configuration);
  await writeFile(`${folder}/haproxy.cfg`, adapted);
  const haproxy = spawn(program ?? 'haproxy', ['-db', '-f', `${folder}/haproxy.cfg`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  haproxy.stderr.on('data', (text: Buffer) => (stderr = (stderr + text.toString()).slice(-5000)));
  const ended = once(haproxy, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !(await respondsOk(`${url}/health/live`)); attempt += 1) {
    if (haproxy.exitCode !== null || attempt > 500) throw new Error(`haproxy did not start: ${stderr}`);
    await pause(10);
  }
  return {
    url,
    async stop() {
      haproxy.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
