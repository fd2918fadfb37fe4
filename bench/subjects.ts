// The subjects of the benchmark and how each is started. Each runs on one processor with the same settings. Those in
// JavaScript run on the same Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { installPeers, installPython } from './install.ts';
import type { OperationName } from './operations.ts';
import { operationNames } from './operations.ts';

export interface Subject {
  readonly name: string;
  /** Its description in the legend of the table. */
  readonly title: string;
  /** Whether it implements openapi.yaml or a contract of its own. */
  readonly contract: 'ours' | 'own';
  readonly operations: readonly OperationName[];
  /** The command that runs it. */
  command(port: number): readonly string[];
  /** The checkout that it runs in, if not this one. */
  readonly checkout?: string;
  /** Installs its dependencies. Returns the reason if that fails. */
  prepare(): string | undefined;
}

/** The root directory of the project. */
export const root = join(import.meta.dirname, '..');
const programs = join(import.meta.dirname, 'subjects');
const python = join(import.meta.dirname, '.venv', 'bin');

const nothing = (): undefined => undefined;

function onNode(name: string, title: string, prepare: Subject['prepare'] = nothing): Subject {
  const command = (): string[] => [process.execPath, join(programs, `${name}.ts`)];
  return { name, title, contract: 'ours', operations: operationNames, command, prepare };
}

function onPython(name: string, title: string, command: Subject['command']): Subject {
  const operations = ['read', 'list', 'create', 'patch'] as const;
  return { name, title, contract: 'own', operations, command, prepare: installPython };
}

// Like `npm start`, without npm as a parent process.
const startService = (): string[] => [process.execPath, ...packageJson.scripts.start.split(' ').slice(1)];

/** The service in another checkout, to compare two versions. */
export function serviceIn(checkout: string): Subject {
  return {
    name: 'other',
    title: `the service in ${checkout}`,
    contract: 'ours',
    operations: operationNames,
    command: startService,
    checkout,
    prepare: () => (existsSync(join(checkout, 'node_modules')) ? undefined : `run npm ci in ${checkout}`),
  };
}

export const subjects: readonly Subject[] = [
  {
    name: 'service',
    title: 'this service: authentication, validation, limits, metrics and logs on',
    contract: 'ours',
    operations: operationNames,
    command: startService,
    prepare: nothing,
  },
  onNode(
    'baseline',
    'node:http, better-sqlite3 and prepared statements, without validation, authentication or logs',
  ),
  onNode('fastify', 'Fastify with the features of the service', installPeers),
  onNode('express', 'Express and express-openapi-validator, set up as in their READMEs'),
  onPython('flask', 'Flask with gunicorn, its own contract, lists without a limit', (port) => [
    join(python, 'gunicorn'),
    ...['--chdir', join(programs, 'python'), '--bind', `127.0.0.1:${port}`, '--access-logfile', '-'],
    // Threads, because the default workers close the connection after each response.
    ...['--workers', '2', '--worker-class', 'gthread', '--threads', '4', '--keep-alive', '65'],
    'flask_app:app',
  ]),
  onPython('fastapi', 'FastAPI with uvicorn and pydantic, its own contract', (port) => [
    join(python, 'uvicorn'),
    ...['--app-dir', join(programs, 'python'), '--port', String(port), '--timeout-keep-alive', '65'],
    'fastapi_app:app',
  ]),
];
