import { relative } from 'node:path';

/** How a command of the program is called from where it was started: where it runs in a container, there is no npm. */
export function calledAs(command: string, args: string): string {
  // `start` is a word of npm's own.
  const isFromNpm = ['run-script', 'start'].includes(process.env['npm_command'] ?? '');
  const program = isFromNpm
    ? `npm run ${command} --`
    : `node ${relative('', process.argv[1] ?? '')} ${command}`;
  return `${program} ${args}`.trim();
}
