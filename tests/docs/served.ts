// The documentation's router below a bare app, as a test asks it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { loadContract } from '../../src/contract/document.ts';
import { createDocs } from '../../src/docs/router.ts';
import type { OpenApi } from '../../src/docs/open-api.ts';

/** The contract as it stands in the repository. */
export const contract = loadContract().document as object as OpenApi;

/** Serves the documentation below a path, and hands a `get` for it to the test. */
export async function withDocs(
  test: (request: (path: string, init?: RequestInit) => Promise<Response>) => Promise<void>,
  mountedAt = '/docs',
): Promise<void> {
  const app = express().use(mountedAt, createDocs({ document: contract }));
  app.use((_request, response) => {
    response.status(404).send('fallen through');
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await test((path, init) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init }));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
