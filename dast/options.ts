// What a fuzzing run is asked for on the command line.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** How the script is called; printed with each mistake. */
export const usage =
  'npm run dast -- [--examples N | --deep] [--seed N | --seed random] [--port N] [--postgres] [--serve]\n' +
  '  --examples  cases that are generated for each operation (100; 500 when CI is set)\n' +
  '  --deep      the same as --examples 5000\n' +
  '  --seed      decides what is generated (1); `random` takes another each time, and says which\n' +
  '  --port      where the service listens (5099)\n' +
  '  --postgres  keeps the tasks in a PostgreSQL of its own; DATABASE_URL=postgres://… takes that one\n' +
  '  --serve     does not fuzz: starts the service as the last run left it, for the curl lines of its failures';

export interface Options {
  readonly examples: number;
  readonly seed: number;
  readonly port: number;
  /** Whether the tasks are in a PostgreSQL of the run's own. */
  readonly postgres: boolean;
  readonly serve: boolean;
}

/** Reads the command line. Throws with what is wrong in it. */
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
    throw new TypeError('--deep and --examples exclude each other');
  if (values.serve && values.postgres)
    throw new TypeError('--serve and --postgres exclude each other: its database is gone with the run');
  const examples = values.deep ? '5000' : (values.examples ?? (isCi ? '500' : '100'));
  return {
    examples: whole('--examples', examples, 1),
    seed: values.seed === 'random' ? randomInt(1_000_000_000) : whole('--seed', values.seed, 0),
    port: whole('--port', values.port, 1),
    postgres: values.postgres,
    serve: values.serve,
  };
}

function whole(name: string, text: string, least: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new TypeError(`${name} has to be a whole number from ${least} on`);
  }
  return Number(text);
}
