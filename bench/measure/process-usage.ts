// Measures the CPU time and the resident memory of a process and its children. Unlike wall-clock time, CPU time depends
// little on other load on the machine.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const isLinux = process.platform === 'linux';

/** The CPU time that a process and its running children have used, in microseconds. */
export function cpuMicroseconds(pid: number): number {
  return processTree(pid).reduce((sum, each) => sum + (isLinux ? fromSchedstat(each) : fromPs(each)), 0);
}

/** The resident memory of a process and its children, in megabytes. */
export function residentMegabytes(pid: number): number {
  return processTree(pid).reduce((sum, each) => sum + Number(ps('rss=', each)) / 1024, 0);
}

/** The process and its descendants. */
function processTree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(processTree)];
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

/** Reads schedstat, which counts nanoseconds for each thread, while /proc/PID/stat counts ticks of 10 ms. */
function fromSchedstat(pid: number): number {
  return threadsOf(pid).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1000;
  }, 0);
}

/** Reads the time from ps: `[[days-]hours:]minutes:seconds`, with hundredths of a second. */
function fromPs(pid: number): number {
  const [seconds = 0, minutes = 0, hours = 0] = ps('time=', pid).split(/[:-]/).map(Number).reverse();
  return (seconds + 60 * minutes + 3600 * hours) * 1e6;
}

function ps(column: string, pid: number): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
