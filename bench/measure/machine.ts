import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { isPinned } from './cpu-affinity.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly os: string;
  readonly node: string;
  readonly date: string;
  /** Whether each subject was pinned to one processor. */
  readonly isPinned: boolean;
  /** The load average of the last minute, or 0 if the system does not report it. */
  readonly load: number;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'an unknown processor',
    cores: cpus().length,
    os: osName(),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
    isPinned,
    load: loadavg()[0] ?? 0,
  };
}

function osName(): string {
  if (process.platform !== 'linux') return process.platform;
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  } catch {
    return 'Linux';
  }
}
