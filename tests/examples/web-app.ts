// Builds the example front end with the packed client, as its users install it, and serves it.
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { installClient, run } from '../client/guides.ts';
import type { Outcome } from '../client/guides.ts';
import { installNpm } from '../contract/generators/tools.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const source = fileURLToPath(new URL('../../examples/web/', import.meta.url));

/** The directory of the example's packages, or the reason why they cannot be installed. */
export const installed = await installNpm(source);

export interface WebApp {
  readonly url: string;
  /** The outcome of its own tests. */
  test(): Promise<Outcome>;
  close(): Promise<void>;
}

/** Checks, builds and serves the example. Throws if it does not build. */
export async function startWebApp(): Promise<WebApp> {
  if ('missing' in installed) throw new Error(installed.missing);
  const modules = installed.modules ?? '';
  const folder = temporaryFolder();
  await cp(source, folder, { recursive: true, filter: (path) => !/\/(?:node_modules|dist)$/.test(path) });
  await mkdir(join(folder, 'node_modules'));
  // The client in examples/web/node_modules may be older than its sources.
  await installClient(join(folder, 'node_modules'));
  for (const name of await readdir(modules)) {
    if (!/^(?:\.|task-manager-client$|openapi-fetch$)/.test(name))
      await symlink(join(modules, name), join(folder, 'node_modules', name));
  }
  for (const command of [['typescript/bin/tsc'], ['vite/bin/vite.js', 'build']]) {
    const [program = '', ...args] = command;
    const file = join(folder, 'node_modules', program);
    // Jest's NODE_ENV would select the development version of React.
    const environment = { NODE_ENV: 'production' };
    const { code, output, errors } = await run(process.execPath, [file, ...args], folder, environment);
    if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${output}${errors}`);
  }
  const server = express()
    .use(express.static(join(folder, 'dist')))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    test: () => run(process.execPath, ['--test'], folder),
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}
