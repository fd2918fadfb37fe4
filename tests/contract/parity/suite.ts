// The whole suite, in its order.
import { errors } from './error-steps.ts';
import { journey } from './front-end-steps.ts';
import { fatal, limits } from './mock-limitation-steps.ts';
import type { Step } from './step.ts';

export const suite: readonly Step[] = [...journey, ...limits, ...errors, fatal];
