// Where the files are that are checked, and how a program is run to its end.
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of what is provisioned. */
export const observability = fileURLToPath(new URL('../../observability/', import.meta.url));

/** What a program said, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], env = process.env): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}`.trim() });
    });
  });
}

/** Where a program is on the PATH, or undefined. */
export function find(name: string): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
