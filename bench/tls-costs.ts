// Measures what TLS costs the service (`npm run bench -- --tls`): a request on an open connection, and a new connection with
// one request. Each round measures every variant once. A ratio is the median of the ratios within the rounds.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createAuthority, install } from '../tests/support/certificates.ts';
import type { TestAuthority } from '../tests/support/certificates.ts';
import { cleanUp, serve } from '../tests/support/child-process.ts';
import { temporaryFolder } from '../tests/support/temporary-folder.ts';
import { connectionOn } from './load/connection.ts';
import type { PreparedRequest } from './load/connection.ts';
import { closedLoop } from './load/loops.ts';
import { prepareRequest } from './load/prepare-request.ts';
import { cpuMicroseconds } from './measure/process-usage.ts';
import { median } from './measure/statistics.ts';
import type { Options } from './options.ts';
import { settingsFor, tokens } from './settings.ts';

const warmUpSeconds = 4;
const maxHandshakes = 8;

/** A service, a request that reads one of its tasks, and a way to connect. */
interface Variant {
  readonly name: string;
  readonly pid: number;
  readonly read: PreparedRequest;
  readonly dial: () => Promise<Socket>;
}

/** CPU microseconds of each round. */
interface Figures {
  readonly request: number[];
  readonly connection: number[];
}

/** Measures, and prints a table. */
export async function printTlsCosts({ rounds, seconds, connections }: Options): Promise<void> {
  const authority = createAuthority();
  setDefaultCACertificates([...getCACertificates(), authority.certificate]);
  try {
    const plain = await startVariant('HTTP');
    const ecdsa = await startVariant('HTTPS, ECDSA P-256', authority, 'ec');
    const rsa = await startVariant('HTTPS, RSA 2048', authority, 'rsa');
    const session = await sessionOf(ecdsa);
    const resumed = { ...ecdsa, name: 'HTTPS, ECDSA P-256, resumed', dial: () => ecdsa.dial(session) };
    const variants: Variant[] = [plain, ecdsa, resumed, rsa];
    const figures = variants.map((): Figures => ({ request: [], connection: [] }));
    for (const variant of variants) await costOfRequest(variant, connections, warmUpSeconds);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, variant] of variants.entries()) {
        figures[index]?.request.push(await costOfRequest(variant, connections, seconds));
        figures[index]?.connection.push(await costOfConnection(variant, seconds));
      }
    }
    console.log(
      '| CPU µs | request | relative | connection with one request | relative |\n| --- | --: | --: | --: | --: |',
    );
    for (const [index, { name }] of variants.entries()) {
      const cells = (['request', 'connection'] as const).flatMap((kind) => {
        const [own = [], base = []] = [figures[index]?.[kind], figures[0]?.[kind]];
        const ratios = own.map((figure, round) => figure / (base[round] ?? NaN));
        return [median(own).toFixed(1), median(ratios).toFixed(2)];
      });
      console.log(`| ${[name, ...cells].join(' | ')} |`);
    }
  } finally {
    await cleanUp();
  }
}

async function startVariant(name: string, authority?: TestAuthority, keyType?: 'ec' | 'rsa') {
  const folder = temporaryFolder();
  const { url, pid } = await serve({
    ...settingsFor(0, `${folder}/tasks.db`, ''),
    ...(authority && keyType && install(authority.issue({ keyType }), folder)),
  });
  const { writer } = await tokens();
  const headers = { Authorization: `Bearer ${writer}`, 'Content-Type': 'application/json' };
  const created = await fetch(`${url}/tasks`, {
    method: 'POST',
    headers,
    body: '{"title":"Read the paper"}',
  });
  const body = await created.text();
  const { id } = JSON.parse(body) as { id: string };
  const { protocol, port } = new URL(url);
  const address = { host: '127.0.0.1', port: Number(port) };
  return {
    ...{ name, pid },
    read: prepareRequest({ method: 'GET', path: `/tasks/${id}`, headers, status: 200, body }),
    async dial(session?: Buffer): Promise<Socket> {
      const isTls = protocol === 'https:';
      const socket = isTls ? connectTls({ ...address, ...(session && { session }) }) : connect(address);
      await once(socket, isTls ? 'secureConnect' : 'connect');
      return socket.setNoDelay(true);
    },
  };
}

/** A session that later handshakes can resume. The server sends it after the handshake. */
async function sessionOf({ dial }: Variant): Promise<Buffer> {
  const socket = (await dial()).resume();
  const [session] = (await once(socket, 'session')) as [Buffer];
  socket.destroy();
  return session;
}

function fail(error: Error): never {
  throw error;
}

async function costOfRequest({ pid, read, dial }: Variant, count: number, seconds: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: count }, () => dial()));
  const connections = sockets.map((socket) => connectionOn(socket, fail));
  const before = cpuMicroseconds(pid);
  const { requests } = await closedLoop(connections, [read], seconds);
  const cost = (cpuMicroseconds(pid) - before) / requests;
  for (const connection of connections) connection.close();
  return cost;
}

async function costOfConnection({ pid, read, dial }: Variant, seconds: number): Promise<number> {
  const before = cpuMicroseconds(pid);
  const deadline = performance.now() + seconds * 1000;
  let count = 0;
  const connectAgain = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const connection = connectionOn(await dial(), fail);
      await new Promise<void>((resolve) => {
        connection.send(read, resolve);
      });
      connection.close();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: maxHandshakes }, connectAgain));
  return (cpuMicroseconds(pid) - before) / count;
}
