// The figures as a table, and as ratios to each contender.
import type { Options } from './options.ts';
import { operationTitles } from './operations.ts';
import type { OperationName } from './operations.ts';

export interface Figures {
  /** CPU microseconds a request. */
  readonly cpu: number;
  readonly perSecond: number;
}

export interface Results {
  readonly machine: object;
  readonly options: Options;
  readonly contenders: Readonly<
    Record<
      string,
      { readonly operations: Readonly<Partial<Record<OperationName, Figures>>>; readonly residentMb: number }
    >
  >;
  /** That the run took. */
  readonly seconds: number;
}

/** Prints the table. */
export function printResults({ machine, options, contenders, seconds }: Results): void {
  const names = Object.keys(contenders);
  const tell = (title: string, figure: (name: string) => string): void => {
    console.log(title.padEnd(34) + names.map((name) => figure(name).padStart(12)).join(''));
  };
  console.log(`\n${Object.values(machine).join(', ')}; ${options.tasks} tasks; ${seconds} s\n`);
  tell('CPU µs a request', (name) => name);
  for (const operation of options.operations) {
    const title = operationTitles[operation].split(':')[0] ?? operation;
    tell(title, (name) => (contenders[name]?.operations[operation]?.cpu ?? NaN).toFixed(1));
  }
  const ours = contenders['service'];
  if (ours !== undefined && names.length > 1) {
    console.log();
    tell('CPU, this service to each', (name) => name);
    for (const operation of options.operations) {
      tell(operationTitles[operation].split(':')[0] ?? operation, (name) =>
        (
          (ours.operations[operation]?.cpu ?? NaN) / (contenders[name]?.operations[operation]?.cpu ?? NaN)
        ).toFixed(2),
      );
    }
  }
  console.log();
  tell(`requests a second, ${options.connections} connections`, (name) => name);
  for (const operation of options.operations) {
    tell(operationTitles[operation].split(':')[0] ?? operation, (name) =>
      (contenders[name]?.operations[operation]?.perSecond ?? NaN).toFixed(0),
    );
  }
  console.log();
  tell('resident memory, MB', (name) => (contenders[name]?.residentMb ?? NaN).toFixed(0));
}
