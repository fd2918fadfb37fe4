// The command line of a fuzzing run.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** Printed with each usage error. */
export const usage =
  'npm run dast -- [--examples N | --deep] [--seed N | --seed random] [--port N] [--postgres] [--serve]\n' +
  '  --examples  cases per operation (default 100; 500 if CI is set)\n' +
  '  --deep      same as --examples 5000\n' +
  '  --seed      seed of the generator (default 1); `random` chooses a new seed and prints it\n' +
  '  --port      port of the service (default 5099)\n' +
  '  --postgres  use a temporary PostgreSQL server; or set DATABASE_URL=postgres://…\n' +
  '  --serve     start the service in the state of the last run, to replay the curl commands of its failures';

export interface Options {
  readonly examples: number;
  readonly seed: number;
  readonly port: number;
  /** Whether to start a temporary PostgreSQL server. */
  readonly postgres: boolean;
  readonly serve: boolean;
}

/** Parses the command line. Throws a TypeError with a message for the user. */
export function readOptions(args: readonly string[], isCi: boolean): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      examples: { type: 'string' },
      deep: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '5099' },
      postgres: { type: 'boolean', default: false },
      serve: { type: 'boolean', default: false },
    },
  });
  if (values.deep && values.examples !== undefined)
    throw new TypeError('--deep and --examples are mutually exclusive');
  if (values.serve && values.postgres)
    throw new TypeError(
      '--serve and --postgres are mutually exclusive, because the database of the last run has been removed',
    );
  const examples = values.deep ? '5000' : (values.examples ?? (isCi ? '500' : '100'));
  return {
    examples: parseInteger('--examples', examples, 1),
    seed: values.seed === 'random' ? randomInt(1_000_000_000) : parseInteger('--seed', values.seed, 0),
    port: parseInteger('--port', values.port, 1),
    postgres: values.postgres,
    serve: values.serve,
  };
}

function parseInteger(name: string, text: string, min: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < min) {
    throw new TypeError(`${name} must be an integer of at least ${min}`);
  }
  return Number(text);
}
