import type { OpenResult } from './load/loops.ts';
import type { Machine } from './measure/machine.ts';
import type { OperationName } from './operations.ts';
import type { Options } from './options.ts';
import type { PageCosts } from './page-costs.ts';
import type { Sample } from './runner.ts';

/** The figures of a run, as written to results.json. */
export interface Results {
  readonly machine: Machine;
  readonly options: Options;
  readonly subjects: Readonly<
    Record<
      string,
      {
        readonly title: string;
        readonly operations: Readonly<Partial<Record<OperationName, Sample>>>;
        readonly residentMb: number;
      }
    >
  >;
  /** The latencies by plan and subject. */
  readonly latency: Readonly<Record<string, Readonly<Record<string, OpenResult>>>> | undefined;
  /** Milliseconds from the start of each subject to its first response. */
  readonly starts: Readonly<Record<string, number>> | undefined;
  readonly pages: PageCosts | undefined;
  /** The duration of the run in seconds. */
  readonly seconds: number;
}
