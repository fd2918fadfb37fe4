// Waits for its parent process to end, which closes the supervisor's standard input even when the parent is killed. Then
// it stops the PostgreSQL server in the given directory, if it still runs, and removes the directory.
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: node supervisor.ts DIRECTORY');

process.stdin.resume();
await once(process.stdin, 'end');
const server = runningServer(folder);
if (server !== undefined) {
  process.kill(server, 'SIGQUIT');
  while (isRunning(server)) await wait(20);
}
rmSync(folder, { recursive: true, force: true });

/** The process id of the running server. The server removes the file when it ends. */
function runningServer(folder: string): number | undefined {
  try {
    const [line] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(line);
    return isRunning(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
