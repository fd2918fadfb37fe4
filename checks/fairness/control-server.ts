// A server that only responds. Its latency shows the influence of the machine itself: the scheduler, other programs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(import.meta.url);

export interface Control {
  readonly url: string;
  stop(): void;
}

/** Starts the server in a separate process. */
export async function startControl(): Promise<Control> {
  const child = fork(program);
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill();
    },
  };
}

if (process.argv[1] === program) {
  process.once('disconnect', () => process.exit());
  const server = createServer((_request, response) => {
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
}
