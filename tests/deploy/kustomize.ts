import { describe } from '@jest/globals';
import { kustomizeCommand } from '../support/kustomize.ts';

/** `describe`, or a skipped one with the reason in its title. */
export const describeWithKustomize =
  kustomizeCommand() === undefined
    ? (name: string, tests: () => void): void =>
        describe.skip(`${name} (skipped: neither kustomize nor kubectl is installed)`, tests)
    : describe;
