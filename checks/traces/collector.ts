// Runs the Collector with the project's configuration. Only addresses differ.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import { eventually } from '../../tests/support/eventually.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { build } from './go-programs.ts';
import { startProgram } from './processes.ts';
import type { Program } from './processes.ts';
import { replaced } from '../observability/project-files.ts';
import type { Stores } from './stores.ts';

export interface Collector {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops the process until `resume`: its connections stay open, but it does not respond. */
  pause(): void;
  resume(): void;
  untilReady(): Promise<void>;
  /** Rejects all data at the stopped collector's address. Returns a function that ends this. */
  refuse(): Promise<() => Promise<void>>;
}

export async function startCollector(
  folder: string,
  stores: Pick<Stores, 'traces' | 'logs'>,
): Promise<Collector> {
  const file = await build('otelcol');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'collector.yml');
  const text = replaced('collector/collector.yml', {
    '0.0.0.0:4318': `127.0.0.1:${port}`,
    'http://jaeger:4318': stores.traces,
    'http://loki:3100/otlp': stores.logs,
    '/containers/': `${folder}/containers/`,
  });
  writeFileSync(config, text);
  const isReady = (): Promise<boolean> =>
    respondsOk(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
  let program: Program | undefined;
  const start = async (): Promise<void> => {
    program = await startProgram(file, ['--config', config], { folder, name: 'otelcol', isReady });
  };
  await start();
  return {
    url,
    start,
    async stop() {
      await program?.kill();
      program = undefined;
    },
    pause: () => program?.signal('SIGSTOP'),
    resume: () => program?.signal('SIGCONT'),
    untilReady: () => eventually(isReady),
    async refuse() {
      const server = createServer((request, response) => {
        request.resume().once('end', () => response.writeHead(400).end());
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
      return async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      };
    },
  };
}
