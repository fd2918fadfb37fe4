/** The results of the jobs that a job needs, from `toJSON(needs)`. */
export type Needs = Readonly<
  Record<
    string,
    {
      readonly result: 'success' | 'failure' | 'cancelled' | 'skipped';
      readonly outputs?: Readonly<Record<string, string>>;
    }
  >
>;

/** The failed and cancelled jobs, in the order of the workflow. */
export function failedJobs(needs: Needs): string[] {
  return Object.entries(needs)
    .filter(([, { result }]) => result === 'failure' || result === 'cancelled')
    .map(([name, { result }]) => (result === 'cancelled' ? `${name} (cancelled)` : name));
}
