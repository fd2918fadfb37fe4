// Who is compared with whom, and how each is started. All are on one processor each, with the same settings; those of
// Node on the same Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { installPeers, installPython } from './install.ts';
import type { OperationName } from './operations.ts';
import { operationNames } from './operations.ts';

export interface Contender {
  readonly name: string;
  /** What it is, for the legend of the table. */
  readonly title: string;
  /** The contract that it answers by: the project's, or one of its own. */
  readonly contract: 'ours' | 'own';
  readonly operations: readonly OperationName[];
  /** The command that runs it. */
  command(port: number): readonly string[];
  /** Where to run it; the root of the project where it does not matter. */
  readonly folder?: string;
  /** Installs what it needs. Returns why that could not be done, if so. */
  prepare(): string | undefined;
}

/** Of the project. */
export const root = join(import.meta.dirname, '..');
const programs = join(import.meta.dirname, 'contenders');
const python = join(import.meta.dirname, '.venv', 'bin');

const nothing = (): undefined => undefined;

function onNode(name: string, title: string, prepare: Contender['prepare'] = nothing): Contender {
  const command = (): string[] => [process.execPath, join(programs, `${name}.ts`)];
  return { name, title, contract: 'ours', operations: operationNames, command, prepare };
}

function onPython(name: string, title: string, command: Contender['command']): Contender {
  const operations = ['read', 'list', 'create', 'patch'] as const;
  return { name, title, contract: 'own', operations, command, prepare: installPython };
}

// As `npm start` does, without npm between us and the process.
const startService = (): string[] => [process.execPath, ...packageJson.scripts.start.split(' ').slice(1)];

/** The service in another folder: another version of it, to be measured beside this one. */
export function serviceIn(folder: string): Contender {
  return {
    name: 'other',
    title: `the service in ${folder}`,
    contract: 'ours',
    operations: operationNames,
    command: startService,
    folder,
    prepare: () => (existsSync(join(folder, 'node_modules')) ? undefined : `run npm ci in ${folder}`),
  };
}

export const contenders: readonly Contender[] = [
  {
    name: 'service',
    title: 'this service: authentication, validation, limits, metrics and logs on',
    contract: 'ours',
    operations: operationNames,
    command: startService,
    prepare: nothing,
  },
  onNode('floor', 'node:http, better-sqlite3, prepared statements, nothing else'),
  onNode('fastify', 'Fastify with the features of the service', installPeers),
  onNode('express', 'Express and express-openapi-validator, as their READMEs say'),
  onPython('flask', 'the ancestor: Flask and gunicorn, its own contract, a list without a limit', (port) => [
    join(python, 'gunicorn'),
    ...['--chdir', join(programs, 'python'), '--bind', `127.0.0.1:${port}`, '--access-logfile', '-'],
    // Two workers, as usual; with threads, for the plain ones close every connection after one answer.
    ...['--workers', '2', '--worker-class', 'gthread', '--threads', '4', '--keep-alive', '65'],
    'flask_app:app',
  ]),
  onPython('fastapi', 'FastAPI with uvicorn and pydantic, its own contract', (port) => [
    join(python, 'uvicorn'),
    ...['--app-dir', join(programs, 'python'), '--port', String(port), '--timeout-keep-alive', '65'],
    'fastapi_app:app',
  ]),
];
