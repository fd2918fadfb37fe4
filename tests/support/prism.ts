// Prism as `npm run mock` runs it, or as a proxy in front of a service: a separate process on a free port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findLine } from './find-line.ts';

const program = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'));
const contract = fileURLToPath(new URL('../../openapi.yaml', import.meta.url));

export interface Prism {
  /** The URL at which it listens, without a trailing slash. */
  readonly url: string;
  /** Ends the process, and resolves when it has exited. */
  close(): Promise<void>;
}

/** Starts the mock. Resolves when the mock listens, and rejects with its output if it ends before that. */
export function startMock(): Promise<Prism> {
  return start('mock', contract);
}

/** Starts a validation proxy. The proxy reports the violations of a response in the header `sl-violations`. */
export function startProxy(service: string): Promise<Prism> {
  return start('proxy', contract, service);
}

async function start(command: string, ...what: string[]): Promise<Prism> {
  const args = [program, command, '--port', '0', '--host', '127.0.0.1', ...what];
  const prism = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(prism, 'exit');
  // Prism logs its own errors to standard error, and still responds.
  let complaints = '';
  prism.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const url = await findLine(
    'Prism',
    prism.stdout,
    (line) => /listening on (http:\/\/\S+)/.exec(line)?.[1],
  ).catch((cause: unknown) => {
    throw new Error(complaints, { cause });
  });
  return {
    url,
    async close() {
      prism.kill();
      await ended;
    },
  };
}
