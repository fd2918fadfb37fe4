import { basename, relative } from 'node:path';

/**
 * The shell command that runs one of the program's commands the way the current process was started: with or without
 * npm.
 */
export function invocation(command: string, args: string): string {
  const [, script = ''] = process.argv;
  // A published package has only one command, which has the name of the package.
  if (process.env['npm_command'] === 'exec') return `npx ${basename(script)} ${args}`.trim();
  // `npm start` sets npm_command to `start` instead of `run-script`.
  const isFromNpm = ['run-script', 'start'].includes(process.env['npm_command'] ?? '');
  const named = basename(script) === 'main.js' ? ` ${command}` : '';
  const program = isFromNpm ? `npm run ${command} --` : `node ${relative('', script)}${named}`;
  return `${program} ${args}`.trim();
}
