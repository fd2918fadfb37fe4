// The mock that `npm run mock` starts, as a process of its own on a free port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const prism = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'));
const contract = fileURLToPath(new URL('../../openapi.yaml', import.meta.url));

/** A running mock. */
export interface Mock {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Ends it, and resolves when it has ended. */
  close(): Promise<void>;
}

/** Starts the mock; resolves when it listens, and throws with its output when it ends before that. */
export async function startMock(): Promise<Mock> {
  const mock = spawn(process.execPath, [prism, 'mock', '--port', '0', '--host', '127.0.0.1', contract], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(mock, 'exit');
  const output: string[] = [];
  for await (const line of createInterface(mock.stdout)) {
    output.push(line);
    const url = /listening on (http:\/\/\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    // It logs every request, and would block once nobody reads any more.
    mock.stdout.resume();
    return {
      url,
      async close() {
        mock.kill();
        await ended;
      },
    };
  }
  throw new Error(`The mock did not start:\n${output.join('\n')}`);
}
