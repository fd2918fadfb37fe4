// Measuring in turns: every contender has its turn in every round, so whatever else the machine does meets all of them,
// and the median of the rounds is what counts.
import type { Runner, Sample } from './field.ts';
import { median } from './measure/statistics.ts';
import type { Options } from './options.ts';

/** What the rounds have shown together: medians, and the lowest. */
export interface Figures extends Sample {
  readonly lowestCpu: number;
}

/** How much is measured. */
export type Effort = Pick<Options, 'rounds' | 'seconds' | 'connections' | 'warmUpSeconds'>;

/** The medians of each of the runners that can be sent the plan, by name. */
export async function inTurns(
  runners: readonly Runner[],
  plan: string,
  { rounds, seconds, connections, warmUpSeconds }: Effort,
): Promise<Map<string, Figures>> {
  const rows = runners
    .filter((runner) => runner.can(plan))
    .map((runner) => ({ runner, samples: [] as Sample[] }));
  for (const { runner } of rows) await runner.warmUp(plan, connections, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1) {
    for (const { runner, samples } of rows) samples.push(await runner.saturate(plan, connections, seconds));
  }
  return new Map(rows.map(({ runner, samples }) => [runner.name, medians(samples)]));
}

/** The lowest CPU of the rounds too: what disturbs a round only ever adds to it. */
function medians(samples: readonly Sample[]): Figures {
  return {
    cpu: median(samples.map(({ cpu }) => cpu)),
    lowestCpu: Math.min(...samples.map(({ cpu }) => cpu)),
    perSecond: median(samples.map(({ perSecond }) => perSecond)),
  };
}
