// Who is compared with whom, and how each is started. All run on the same Node, on one processor each, with the same
// settings.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };

/** The three kinds of contract: the project's, and the two that the Python contenders have of their own. */
export type ContractKind = 'ours' | 'own';

export interface Contender {
  readonly name: string;
  /** What it is, in a line of the table's legend. */
  readonly title: string;
  readonly contract: ContractKind;
  /** The command that runs it, in the root of the project. */
  command(setup: Setup): readonly string[];
  /** Why it cannot run here, or undefined. */
  missing(): string | undefined;
}

export interface Setup {
  readonly port: number;
}

const root = join(import.meta.dirname, '..');
const here = (file: string): string => join(import.meta.dirname, 'contenders', file);
const always = (): undefined => undefined;

/** As `npm start` does, without npm between us and the process. */
const startService = [process.execPath, ...packageJson.scripts.start.split(' ').slice(1)];

function node(name: string, title: string, missing: () => string | undefined = always): Contender {
  return { name, title, contract: 'ours', command: () => [process.execPath, here(`${name}.ts`)], missing };
}

export const contenders: readonly Contender[] = [
  {
    name: 'service',
    title: 'this service, everything on',
    contract: 'ours',
    command: () => startService,
    missing: always,
  },
  node('floor', 'node:http, better-sqlite3, prepared statements, nothing else'),
  node('fastify', 'Fastify with the same features', () =>
    existsSync(join(import.meta.dirname, 'node_modules/fastify')) ? undefined : 'npm could not install it',
  ),
];

export { root };
