// A control group that limits the service's memory, as a container does.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MemoryLimit {
  /** The command that starts a program in the group. The program and its arguments follow as further arguments. */
  readonly prefix: readonly string[];
  /** Removes the group, which must be empty. */
  remove(): void;
}

/** The memory controller's directory and files, in version 2 and version 1 of control groups. */
const controllers = [
  { root: '/sys/fs/cgroup', files: { 'memory.max': 1, 'memory.swap.max': 0 } },
  { root: '/sys/fs/cgroup/memory', files: { 'memory.limit_in_bytes': 1 } },
];

/** Creates a group with a limit of `maxBytes`. Returns undefined if this user may not create one. */
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
