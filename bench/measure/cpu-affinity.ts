// CPU affinity: all subjects share one processor, and the load generator uses the others. Therefore a subject with threads or
// workers does not get more CPU than a subject without.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const hasTaskset = process.platform === 'linux' && spawnSync('taskset', ['--version']).status === 0;

/** Whether subjects are pinned to one processor. */
export const isPinned = hasTaskset && availableParallelism() > 1;

/** A command that runs the given command pinned to the subjects' processor. */
export function pinnedCommand(command: readonly string[]): readonly string[] {
  return isPinned ? ['taskset', '--cpu-list', '0', ...command] : command;
}

/** Pins a process to the other processors. */
export function pinToOtherProcessors(pid: number): void {
  if (isPinned)
    spawnSync('taskset', [
      '--all-tasks',
      '--pid',
      '--cpu-list',
      `1-${availableParallelism() - 1}`,
      String(pid),
    ]);
}
