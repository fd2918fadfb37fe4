// Records what the services of the tests answered, from the traffic itself, whoever sent it. After all tests,
// tests/coverage/report.ts holds it to what the contract documents.
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { findRoute, readRoutes } from '../../src/contract/routing.ts';
import { originForm } from '../../src/contract/uri.ts';
import { contract } from './contract.ts';

/** One kind of answer of an operation. */
export interface Exchange {
  readonly operation: string;
  readonly status: number;
  readonly mediaType: string;
}

/** Where the records of a run are, a line each, a file for each process. */
export const trafficFolder = new URL('../../coverage/traffic/', import.meta.url);

const routes = readRoutes(contract);
const seen = new Set<string>();

/** Forgets the records of the run before. */
export function forgetTraffic(): void {
  rmSync(trafficFolder, { recursive: true, force: true });
  mkdirSync(trafficFolder, { recursive: true });
}

/** Records every answer of the server from now on. */
export function recordTraffic(server: Server): void {
  server.on('request', (request, response) => {
    const { method = '' } = request;
    const path = originForm(request.url ?? '').split('?')[0] ?? '';
    const operation = findRoute(routes, path)?.operations.get(method === 'HEAD' ? 'GET' : method);
    if (operation === undefined) return;
    response.once('finish', () => {
      const mediaType = String(response.getHeader('Content-Type') ?? '').split(';')[0] ?? '';
      record({ operation: operation.id, status: response.statusCode, mediaType });
    });
  });
}

function record(exchange: Exchange): void {
  const line = JSON.stringify(exchange);
  if (seen.has(line)) return;
  seen.add(line);
  mkdirSync(trafficFolder, { recursive: true });
  appendFileSync(new URL(`${process.pid}.ndjson`, trafficFolder), `${line}\n`);
}
