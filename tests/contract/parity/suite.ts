// The whole suite, in its order.
import { errors } from './errors.ts';
import { journey } from './journey.ts';
import { fatal, limits } from './limits.ts';
import type { Step } from './step.ts';

export const suite: readonly Step[] = [...journey, ...limits, ...errors, fatal];
