// The definition of an experiment: a failure, and a hypothesis about its effects that measurements can refute.
import type { InstanceName, Setup, Testbed } from './testbed.ts';

export interface Hypothesis {
  /** The hypothesis in one sentence, for the report. */
  readonly text: string;
  /**
   * Outcomes besides 200 and 201. Each of them must occur during the failure. `lost` means that the connection ended, or the
   * client timed out, without a response. By default every request succeeds.
   */
  readonly failures?: readonly (number | 'lost')[];
  /** Further outcomes that may occur during the failure. */
  readonly possibleFailures?: readonly number[];
  /** The minimum share of requests that succeed during the failure. By default 1 if no failures are expected, else 0. */
  readonly minSuccess?: number;
  /** The instance that fails. Requests to the other instance must not have an outcome in `failures`. */
  readonly only?: InstanceName;
  /** The maximum time until a response, in milliseconds. */
  readonly maxMs: number;
  /** The maximum time after the failure during which requests may still fail, in milliseconds. */
  readonly recoveryMs: number;
  /**
   * Whether both instances stay ready. The default is true; `either` accepts both outcomes. Probes must get a response
   * within their timeout, except those of the instance in `only`.
   */
  readonly isReady?: boolean | 'either';
  /** The alerts that fire during the failure, and resolve after it. No other alert of severity `page` may fire. */
  readonly alerts?: readonly string[];
  /** Further alerts of severity `page` that may fire. */
  readonly possibleAlerts?: readonly string[];
  /**
   * The instance whose events are late. The check does not wait for events of tasks that this instance creates during the
   * failure.
   */
  readonly delaysEventsOf?: InstanceName;
}

export interface Experiment {
  readonly name: string;
  /** Whether the experiment runs only with `--long`. */
  readonly isLong?: boolean;
  readonly hypothesis: Hypothesis;
  /** How the instances run, or the reason why this machine cannot run them. By default they share PostgreSQL. */
  readonly setup?: (testbed: Testbed) => Setup | string;
  /** The minimum duration of the failure, in milliseconds. The failure lasts until the expected alerts have fired. */
  readonly durationMs: number;
  /** Causes the failure. Returns the function that ends it, or the reason why this machine cannot cause it. */
  readonly begin: (testbed: Testbed) => Promise<(() => Promise<void>) | string>;
}
