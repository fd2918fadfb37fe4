// What the operating system has booked on a process and its children: CPU time and resident memory. Unlike the clock
// on the wall, CPU time hardly depends on what else a machine is doing.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const isLinux = process.platform === 'linux';

/** Microseconds of CPU time that a process and its living children have used. */
export function cpuMicroseconds(pid: number): number {
  return familyOf(pid).reduce((sum, each) => sum + (isLinux ? fromSchedstat(each) : fromPs(each)), 0);
}

/** Megabytes that a process and its children have in memory. */
export function residentMegabytes(pid: number): number {
  return familyOf(pid).reduce((sum, each) => sum + Number(ps('rss=', each)) / 1024, 0);
}

/** The process and all that it has started. */
function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}

function childrenOf(pid: number): number[] {
  if (isLinux) {
    return threadsOf(pid).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  }
  return execFileSync('ps', ['-ax', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function threadsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`);
}

/** The scheduler counts in nanoseconds, thread by thread; /proc/PID/stat has ticks of 10 ms. */
function fromSchedstat(pid: number): number {
  return threadsOf(pid).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1000;
  }, 0);
}

/** `[[days-]hours:]minutes:seconds`, to a hundredth of a second. */
function fromPs(pid: number): number {
  const [seconds = 0, minutes = 0, hours = 0] = ps('time=', pid).split(/[:-]/).map(Number).reverse();
  return (seconds + 60 * minutes + 3600 * hours) * 1e6;
}

function ps(column: string, pid: number): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
