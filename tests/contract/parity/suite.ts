// All steps of the suite, in order.
import { defaultSteps } from './default-steps.ts';
import { errorSteps } from './error-steps.ts';
import { frontEndSteps } from './front-end-steps.ts';
import { crashingStep, mockLimitationSteps } from './mock-limitation-steps.ts';
import type { Step } from './step.ts';

export const suite: readonly Step[] = [
  ...frontEndSteps,
  ...defaultSteps,
  ...mockLimitationSteps,
  ...errorSteps,
  crashingStep,
];
