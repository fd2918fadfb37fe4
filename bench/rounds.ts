// Interleaved measurement: each round loads every subject once, so that other load on the machine affects all of them. The
// result is the median of the rounds.
import type { Runner, Sample } from './runner.ts';
import { median } from './measure/statistics.ts';
import type { Options } from './options.ts';

/** The medians of all rounds, and the lowest CPU. */
export interface Figures extends Sample {
  readonly lowestCpu: number;
}

export type RoundOptions = Pick<Options, 'rounds' | 'seconds' | 'connections' | 'warmUpSeconds'>;

/** Measures each runner that has the plan. Returns the figures by runner name. */
export async function measureRounds(
  runners: readonly Runner[],
  plan: string,
  { rounds, seconds, connections, warmUpSeconds }: RoundOptions,
  onMeasured: () => void = () => undefined,
): Promise<Map<string, Figures>> {
  const rows = runners
    .filter((runner) => runner.hasPlan(plan))
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

/** The medians, and the lowest CPU, because disturbances can only increase it. */
function medians(samples: readonly Sample[]): Figures {
  return {
    cpu: median(samples.map(({ cpu }) => cpu)),
    lowestCpu: Math.min(...samples.map(({ cpu }) => cpu)),
    perSecond: median(samples.map(({ perSecond }) => perSecond)),
  };
}
