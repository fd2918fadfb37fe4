// A control group that limits the memory of the service, as a container does.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MemoryLimit {
  /** What to run before a program so that it starts in the group. */
  readonly prefix: readonly string[];
  /** Removes the group, which must be empty. */
  remove(): void;
}

/** Where the memory controller is, and its files: version 2, then version 1. */
const controllers = [
  { root: '/sys/fs/cgroup', files: { 'memory.max': 1, 'memory.swap.max': 0 } },
  { root: '/sys/fs/cgroup/memory', files: { 'memory.limit_in_bytes': 1 } },
];

/** Creates a group with this much memory, or undefined where the machine does not let this user. */
export function limitMemory(maxBytes: number): MemoryLimit | undefined {
  for (const { root, files } of controllers) {
    // With version 1, the root is an ordinary directory.
    if (!existsSync(join(root, 'cgroup.procs'))) continue;
    const group = join(root, `fairness-${process.pid}`);
    try {
      mkdirSync(group);
    } catch {
      continue;
    }
    try {
      for (const [name, factor] of Object.entries(files))
        writeFileSync(join(group, name), String(maxBytes * factor));
      return {
        prefix: ['sh', '-c', 'echo $$ > "$0" && exec "$@"', join(group, 'cgroup.procs')],
        remove: () => {
          rmdirSync(group);
        },
      };
    } catch {
      rmdirSync(group);
    }
  }
  return undefined;
}
