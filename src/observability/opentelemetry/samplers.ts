import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { Sampler } from '@opentelemetry/sdk-trace';
import type { SamplerName } from '../tracing-config.ts';

/** Creates the sampler that `OTEL_TRACES_SAMPLER` names. `ratio` is its argument, from 0 to 1. */
export function createSampler(name: SamplerName, ratio: number): Sampler {
  const [root, isParentBased] = [name.replace('parentbased_', ''), name.startsWith('parentbased_')];
  const sampler =
    root === 'always_off'
      ? new AlwaysOffSampler()
      : root === 'traceidratio'
        ? new TraceIdRatioBasedSampler(ratio)
        : new AlwaysOnSampler();
  return isParentBased ? new ParentBasedSampler({ root: sampler }) : sampler;
}
