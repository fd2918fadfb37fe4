// Waits for the end of the process that started it, which closes its input even when it is killed. Then it stops the
// PostgreSQL in the folder that it was given, if one still runs, and removes the folder.
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: node supervisor.ts FOLDER');

process.stdin.resume();
await once(process.stdin, 'end');
const server = runningServer(folder);
if (server !== undefined) {
  process.kill(server, 'SIGQUIT');
  while (isRunning(server)) await wait(20);
}
rmSync(folder, { recursive: true, force: true });

/** The server writes its process's number down, and removes it when it ends. */
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
