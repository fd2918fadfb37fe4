// The subjects of the benchmark and the command that starts each. All run on one processor with the same settings. The
// JavaScript subjects run on the same version of Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { installNodePackages, installPythonPackages } from './install.ts';
import type { OperationName } from './operations.ts';
import { operationNames } from './operations.ts';

export interface Subject {
  readonly name: string;
  /** The description in the legend of the table. */
  readonly title: string;
  /** Whether the subject implements openapi.yaml (`ours`) or a different contract (`own`). */
  readonly contract: 'ours' | 'own';
  readonly operations: readonly OperationName[];
  /** The command that runs the subject. */
  command(port: number): readonly string[];
  /** The checkout in which the subject runs. The default is this one. */
  readonly checkout?: string;
  /** Further settings. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Installs the dependencies of the subject. Returns the reason if that fails. */
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
  return { name, title, contract: 'own', operations, command, prepare: installPythonPackages };
}

// Starts the service like `npm start`, but without npm as a parent process.
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

const service: Subject = {
  name: 'service',
  title: 'this service: authentication, validation, limits, metrics and logs on',
  contract: 'ours',
  operations: operationNames,
  command: startService,
  prepare: nothing,
};

/** Two subjects that run the service with tracing and export to this URL. One records every request, the other none. */
export function tracedServices(url: string): Subject[] {
  const traced = (name: string, title: string, sampler: string): Subject => ({
    ...service,
    name,
    title: `the service, ${title}`,
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_SAMPLER: sampler },
  });
  return [
    traced('sampled', 'with a recorded trace of every request', 'always_on'),
    traced('unsampled', 'with a trace id for every request, and no recorded trace', 'always_off'),
  ];
}

export const subjects: readonly Subject[] = [
  service,
  onNode(
    'baseline',
    'node:http, better-sqlite3 and prepared statements, without validation, authentication or logs',
  ),
  onNode('fastify', 'Fastify with the features of the service', installNodePackages),
  onNode('express', 'Express and express-openapi-validator, set up as in their READMEs'),
  onPython('flask', 'Flask with gunicorn, a different contract, and lists without a limit', (port) => [
    join(python, 'gunicorn'),
    ...['--chdir', join(programs, 'python'), '--bind', `127.0.0.1:${port}`, '--access-logfile', '-'],
    // Uses threads, because the default workers close the connection after each response.
    ...['--workers', '2', '--worker-class', 'gthread', '--threads', '4', '--keep-alive', '65'],
    'flask_app:app',
  ]),
  onPython('fastapi', 'FastAPI with uvicorn and pydantic, and a different contract', (port) => [
    join(python, 'uvicorn'),
    ...['--app-dir', join(programs, 'python'), '--port', String(port), '--timeout-keep-alive', '65'],
    'fastapi_app:app',
  ]),
];
