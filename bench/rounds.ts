// Interleaved measurement: each round loads every subject once, so other load on the machine affects all of them. The
// median of the rounds counts.
import type { Runner, Sample } from './runner.ts';
import { median } from './measure/statistics.ts';
import type { Options } from './options.ts';

/** The medians of all rounds, and the lowest CPU. */
export interface Figures extends Sample {
  readonly lowestCpu: number;
}

export type Effort = Pick<Options, 'rounds' | 'seconds' | 'connections' | 'warmUpSeconds'>;

/** The figures of each runner that has the plan, by name. */
export async function measureRounds(
  runners: readonly Runner[],
  plan: string,
  { rounds, seconds, connections, warmUpSeconds }: Effort,
  onMeasured: () => void = () => undefined,
): Promise<Map<string, Figures>> {
  const rows = runners
    .filter((runner) => runner.can(plan))
    .map((runner) => ({ runner, samples: [] as Sample[] }));
  for (const { runner } of rows) await runner.warmUp(plan, connections, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1) {
    for (const { runner, samples } of rows) {
      samples.push(await runner.saturate(plan, connections, seconds));
      onMeasured();
    }
  }
  return new Map(rows.map(({ runner, samples }) => [runner.name, medians(samples)]));
}

/** Includes the lowest CPU, since disturbances only add to it. */
function medians(samples: readonly Sample[]): Figures {
  return {
    cpu: median(samples.map(({ cpu }) => cpu)),
    lowestCpu: Math.min(...samples.map(({ cpu }) => cpu)),
    perSecond: median(samples.map(({ perSecond }) => perSecond)),
  };
}
