// What an experiment is: a failure, and a hypothesis about its effects that measurements can refute.
import type { InstanceName, Setup, Testbed } from './testbed.ts';

export interface Hypothesis {
  /** The hypothesis in one sentence, for the report. */
  readonly text: string;
  /**
   * The outcomes of requests during the failure besides 200 and 201, which must occur. `lost` is a connection that ended, or
   * a client's timeout, without a response. By default every request succeeds.
   */
  readonly failures?: readonly (number | 'lost')[];
  /** Further outcomes, which may occur. */
  readonly possibleFailures?: readonly number[];
  /** The share of requests that succeed during the failure. By default 1 if no failures are expected, otherwise 0. */
  readonly minSuccess?: number;
  /** Requests to the other instance have no `failures`. */
  readonly only?: InstanceName;
  /** The longest time until a response, in milliseconds. */
  readonly maxMs: number;
  /** The longest time after the failure in which requests still fail, in milliseconds. */
  readonly recoveryMs: number;
  /** Whether the readiness probes fail. In both cases, each probe responds within its timeout. By default they succeed. */
  readonly isReady?: boolean | 'either';
  /** The alerts that fire during the failure, and resolve after it. No other page may fire. */
  readonly alerts?: readonly string[];
  /** The events of tasks that this instance creates during the failure arrive later than the check waits. */
  readonly delaysEventsOf?: InstanceName;
}

export interface Experiment {
  readonly name: string;
  /** Whether it runs only with `--long`. */
  readonly isLong?: boolean;
  readonly hypothesis: Hypothesis;
  /** How the instances run, or the reason why this machine cannot run them. By default they share PostgreSQL. */
  readonly setup?: (testbed: Testbed) => Setup | string;
  /** How long the failure lasts, in milliseconds. It lasts longer until the alerts have fired. */
  readonly durationMs: number;
  /** Causes the failure. Returns the function that ends it, or the reason why this machine cannot cause it. */
  readonly begin: (testbed: Testbed) => Promise<(() => Promise<void>) | string>;
}
