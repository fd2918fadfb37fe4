// The command line of `npm run bench`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders } from './contenders.ts';
import { operationNames } from './operations.ts';
import type { OperationName } from './operations.ts';

export interface Options {
  /** Compares with the committed budget, or writes it (`accept`), instead of printing the whole table. */
  readonly budget: 'check' | 'accept' | undefined;
  /** Names of contenders. */
  readonly only: readonly string[];
  /** A folder with another version of the service. */
  readonly beside: string | undefined;
  readonly operations: readonly OperationName[];
  readonly rounds: number;
  /** Of load, for each contender, operation and round. */
  readonly seconds: number;
  readonly connections: number;
  /** That warming up may take, for each contender and operation. */
  readonly warmUpSeconds: number;
  /** Tasks in the database. */
  readonly tasks: number;
  /** Whether to measure what takes longer: latency, starts, and pages of larger databases. */
  readonly isWhole: boolean;
  readonly profile: boolean;
  readonly publish: boolean;
  /** Where the JSON goes. */
  readonly output: string;
}

export const help = `npm run bench -- [options]

  --quick                less of everything: under 2 minutes
  --only a,b             some contenders: ${contenders.map(({ name }) => name).join(', ')}
  --beside FOLDER        another checkout of the service (after npm ci there), to compare two versions
  --operations a,b       some operations: ${operationNames.join(', ')}
  --rounds N             how often each is measured, in turns (5; quick 3)
  --seconds N            of load each time (0.7; quick 0.4)
  --connections N        that saturate a contender (32)
  --tasks N              in the database (1000)
  --cpu                  CPU and throughput only: no latency, starts, or pages of larger databases
  --profile              what the service spends its time on, for one operation (--operations read)
  --budget               checks CPU against bench/budget.json, as CI does
  --budget --accept      writes bench/budget.json anew
  --publish              puts the tables into docs/performance.md
  --output FILE          for the figures (bench/results.json)
`;

/** Reads the command line; throws an error that says what is wrong with it. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      beside: { type: 'string' },
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
  });
  if (values.help === true) return 'help';
  const { quick } = values;
  return {
    budget: values.accept ? 'accept' : values.budget ? 'check' : undefined,
    only: listed(
      '--only',
      values.only,
      contenders.map(({ name }) => name),
    ),
    beside: values.beside === undefined ? undefined : resolve(values.beside),
    operations: listed('--operations', values.operations, operationNames),
    rounds: positive('--rounds', values.rounds, quick ? 3 : 5),
    seconds: positive('--seconds', values.seconds, quick ? 0.4 : 0.7),
    connections: positive('--connections', values.connections, 32),
    warmUpSeconds: quick ? 2 : 4,
    tasks: positive('--tasks', values.tasks, 1000),
    isWhole: !quick && !values.cpu,
    profile: values.profile,
    publish: values.publish,
    output: values.output ?? `${import.meta.dirname}/results.json`,
  };
}

function listed<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): Name[] {
  if (text === undefined) return [...known];
  return text.split(',').map((name) => {
    const found = known.find((each) => each === name);
    if (found === undefined) throw new Error(`${option}: there is no ${name}; there are ${known.join(', ')}`);
    return found;
  });
}

function positive(option: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new Error(`${option} has to be a number above 0`);
  return value;
}
