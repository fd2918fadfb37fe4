import { execFile } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end, for ten minutes at most. Does not throw if the exit code is not 0. */
export function runProgram(
  command: string,
  args: readonly string[],
  cwd?: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, output, errors) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, output: `${output}${errors}${code === -1 ? error?.message : ''}` });
    });
  });
}
