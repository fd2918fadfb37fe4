// Where processes run: each contender on one and the same processor, the load on the others. So a contender with
// threads or workers has no more to work with than one without, and what is compared is the same everywhere.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const hasTaskset = process.platform === 'linux' && spawnSync('taskset', ['--version']).status === 0;

/** Whether contenders are kept on one processor here. */
export const isPinned = hasTaskset && availableParallelism() > 1;

/** The command, kept on the contenders' processor. */
export function pinned(command: readonly string[]): readonly string[] {
  return isPinned ? ['taskset', '--cpu-list', '0', ...command] : command;
}

/** Keeps a process off the contenders' processor. */
export function pinElsewhere(pid: number): void {
  if (isPinned)
    spawnSync('taskset', [
      '--all-tasks',
      '--pid',
      '--cpu-list',
      `1-${availableParallelism() - 1}`,
      String(pid),
    ]);
}
