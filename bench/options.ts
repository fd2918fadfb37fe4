// The command line of `npm run bench`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { subjects } from './subjects.ts';
import { operationNames } from './operations.ts';
import type { OperationName } from './operations.ts';

export interface Options {
  /** Checks the committed budget, or replaces it (`accept`). */
  readonly budget: 'check' | 'accept' | undefined;
  /** The names of the subjects to measure. */
  readonly only: readonly string[];
  /** The directory of another checkout to compare with. */
  readonly compare: string | undefined;
  /** Whether to measure the service with traces too. */
  readonly traces: boolean;
  /** Whether to measure only the cost of TLS. */
  readonly tls: boolean;
  readonly operations: readonly OperationName[];
  readonly rounds: number;
  /** The duration of a round of load in seconds. */
  readonly seconds: number;
  readonly connections: number;
  /** The maximum duration of the warm-up for an operation. */
  readonly warmUpSeconds: number;
  /** The number of tasks in the database. */
  readonly tasks: number;
  /** Whether to measure latency, start times and pages of larger databases too. */
  readonly isFull: boolean;
  readonly profile: boolean;
  readonly publish: boolean;
  /** The JSON file for the figures. */
  readonly output: string;
}

export const help = `npm run bench -- [options]

  --quick                fewer and shorter rounds (under 2 minutes)
  --only A,B             measure only these subjects: ${subjects.map(({ name }) => name).join(', ')}
  --compare DIRECTORY    compare with another checkout of the service (run npm ci there first)
  --traces               also measure the service with recorded and with unrecorded traces
  --tls                  measure only what TLS costs the service
  --operations A,B       measure only these operations: ${operationNames.join(', ')}
  --rounds N             rounds per operation (default 5; quick 3)
  --seconds N            duration of a round (default 0.7; quick 0.4)
  --connections N        connections that saturate a subject (default 32)
  --tasks N              tasks in the database (default 1000)
  --cpu                  measure only CPU and throughput, not latency, start times or larger databases
  --profile              profile the service during one operation (--operations read)
  --budget               check CPU against bench/budget.json, like CI
  --budget --accept      replace bench/budget.json
  --publish              write the tables into docs/performance.md
  --output FILE          JSON file for the figures (default bench/results.json)
`;

/** Invalid arguments. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Parses the command line. Throws a `UsageError`. */
export function readOptions(args: readonly string[]): Options {
  const values = parseValues(args);
  const { quick } = values;
  return {
    budget: values.accept ? 'accept' : values.budget ? 'check' : undefined,
    only: parseNames(
      '--only',
      values.only,
      subjects.map(({ name }) => name),
    ),
    compare: values.compare === undefined ? undefined : resolve(values.compare),
    traces: values.traces,
    tls: values.tls,
    operations: parseNames('--operations', values.operations, operationNames),
    rounds: parsePositive('--rounds', values.rounds, quick ? 3 : 5),
    seconds: parsePositive('--seconds', values.seconds, quick ? 0.4 : 0.7),
    connections: parsePositive('--connections', values.connections, 32),
    warmUpSeconds: quick ? 2 : 4,
    tasks: parsePositive('--tasks', values.tasks, 1000),
    isFull: !quick && !values.cpu,
    profile: values.profile,
    publish: values.publish,
    output: values.output ?? `${import.meta.dirname}/results.json`,
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseOptions(args);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parseOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      compare: { type: 'string' },
      traces: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      operations: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      tasks: { type: 'string' },
      cpu: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      publish: { type: 'boolean', default: false },
      budget: { type: 'boolean', default: false },
      accept: { type: 'boolean', default: false },
      output: { type: 'string' },
    },
  }).values;
}

function parseNames<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): Name[] {
  if (text === undefined) return [...known];
  return text.split(',').map((name) => {
    const found = known.find((each) => each === name);
    if (found === undefined)
      throw new UsageError(`${option}: unknown name "${name}". Use ${known.join(', ')}`);
    return found;
  });
}

function parsePositive(option: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new UsageError(`${option} must be a number greater than 0`);
  return value;
}
