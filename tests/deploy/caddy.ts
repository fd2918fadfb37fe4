// Runs the TLS proxy of docker-compose.yml with its configuration, on a local port.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const configuration = readFileSync(new URL('../../deploy/compose/Caddyfile', import.meta.url), 'utf8');
const hasCaddy = spawnSync('caddy', ['version']).error === undefined;

/** Like `describe`, but skips the tests where Caddy is not installed. */
export const describeWithCaddy: (name: string, tests: () => void) => void = hasCaddy
  ? describe
  : (name, tests) => describe.skip(`${name} (skipped: caddy is not installed)`, tests);

/** Starts the proxy in front of a service, for example `127.0.0.1:5000`. Returns its port and its authority. */
export async function startCaddy(
  service: string,
): Promise<{ port: number; authority: string; stop: () => Promise<void> }> {
  const folder = temporaryFolder();
  const [port, healthPort] = [await freePort(), await freePort()];
  const changes: readonly [string, string][] = [
    ['api:5000', service],
    ['127.0.0.1:8081', `127.0.0.1:${healthPort}`],
  ];
  const adapted = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`Caddyfile does not contain ${from}`);
    return text.replace(from, to);
  }, configuration);
  writeFileSync(join(folder, 'Caddyfile'), adapted);
  const caddy = spawn('caddy', ['run', '--config', join(folder, 'Caddyfile')], {
    env: {
      ...{ PATH: process.env['PATH'], HOME: folder, TLS_PORT: String(port) },
      ...{ XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  caddy.stderr.on('data', (text: Buffer) => (stderr = (stderr + text.toString()).slice(-5000)));
  const ended = once(caddy, 'exit');
  const root = join(folder, 'caddy/pki/authorities/local/root.crt');
  let authority = '';
  await eventually(async () => {
    if (caddy.exitCode !== null) throw new Error(`Caddy did not start: ${stderr}`);
    const response = await fetch(`http://127.0.0.1:${healthPort}/`).catch(() => undefined);
    if (response?.status !== 204) return false;
    authority = readFileSync(root, 'utf8');
    // Caddy listens before it has its certificate.
    return await hasCertificate(port, authority);
  });
  return {
    port,
    authority,
    async stop() {
      caddy.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function hasCertificate(port: number, ca: string): Promise<boolean> {
  const socket = connect({ port, host: 'localhost', servername: 'localhost', ca });
  try {
    await once(socket, 'secureConnect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
