import { afterAll, beforeAll } from '@jest/globals';
import type { Contract } from '../../src/contract/document.ts';
import type { ServiceOptions } from '../../src/service.ts';
import { client } from './client.ts';
import type { Send } from './client.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';

/** A server that is closed automatically. Its properties are available in hooks and tests. */
export type UsedServer = Omit<TestServer, 'close'>;

/**
 * Starts a service before the tests of a file or a `describe` block, and closes it after them:
 * `const { send } = useServer({ CORS_ORIGINS: '*' });`
 */
export function useServer(
  environment: Readonly<Record<string, string>> = {},
  contract?: Contract,
  options?: ServiceOptions,
): { server: UsedServer; send: Send } {
  let started: TestServer | undefined;
  const running = (): TestServer => {
    if (started === undefined) throw new Error('The server is available only in hooks and tests');
    return started;
  };
  beforeAll(async () => {
    started = await startServer(environment, contract, options);
  });
  afterAll(() => started?.close());

  const server: UsedServer = {
    get url() {
      return running().url;
    },
    get service() {
      return running().service;
    },
    get folder() {
      return running().folder;
    },
    get database() {
      return running().database;
    },
    get logged() {
      return running().logged;
    },
    token: (sub, scope) => running().token(sub, scope),
  };
  return { server, send: client(server) };
}
