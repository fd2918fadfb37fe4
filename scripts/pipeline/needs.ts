/** What came of the jobs that a job needs, as `toJSON(needs)` has it. */
export type Needs = Readonly<
  Record<
    string,
    {
      readonly result: 'success' | 'failure' | 'cancelled' | 'skipped';
      readonly outputs?: Readonly<Record<string, string>>;
    }
  >
>;

/** The names of the jobs that came to nothing, in the order of the workflow. */
export function failedJobs(needs: Needs): string[] {
  return Object.entries(needs)
    .filter(([, { result }]) => result === 'failure' || result === 'cancelled')
    .map(([name, { result }]) => (result === 'cancelled' ? `${name} (cancelled)` : name));
}
