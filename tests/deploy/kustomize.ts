import { describe } from '@jest/globals';
import { kustomizeCommand } from '../support/kustomize.ts';

/** Like `describe`, but skips the tests where neither kustomize nor kubectl is installed. */
export const describeWithKustomize =
  kustomizeCommand() === undefined
    ? (name: string, tests: () => void): void =>
        describe.skip(`${name} (skipped: neither kustomize nor kubectl is installed)`, tests)
    : describe;
