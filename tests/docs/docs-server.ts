// Serves the documentation from an otherwise empty app.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { loadContract } from '../../src/contract/document.ts';
import { createDocs } from '../../src/docs/router.ts';

export const contract = loadContract();

/** Serves the documentation below a path while a test runs. */
export async function withDocs(
  test: (request: (path: string, init?: RequestInit) => Promise<Response>) => Promise<void>,
  prefix = '/',
): Promise<void> {
  const app = express().use(prefix, createDocs(contract));
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
