import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { isPinned } from './processors.ts';

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly os: string;
  readonly node: string;
  readonly date: string;
  /** Whether each contender was kept on one processor. */
  readonly isPinned: boolean;
  /** How many processes wanted a processor in the last minute; 0 where the system does not say. */
  readonly load: number;
}

/** This machine. */
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
