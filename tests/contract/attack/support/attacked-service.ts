// Sends requests unchanged, unlike `fetch`, which normalizes paths and rejects some headers. Every request must get a
// response within a time limit, and every response is checked against the contract.
import { Agent, request } from 'node:http';
import { afterAll } from '@jest/globals';
import { checkResponse } from '../../../support/response-check.ts';
import { readResponse } from '../../../support/response.ts';
import type { TestResponse } from '../../../support/response.ts';
import { operationFor } from '../../../support/contract.ts';
import { exchange } from '../../../support/raw-connection.ts';
import { useServer } from '../../../support/use-server.ts';
import type { UsedServer } from '../../../support/use-server.ts';

export interface Call {
  readonly method: string;
  /** The request target: path and query, sent unchanged. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

export interface AttackedService {
  readonly server: UsedServer;
  /** The Authorization header of a user. Each token is issued once. */
  authorization(sub?: string): Promise<string>;
  /** Sends a request as a user, or without a token for null, and returns the checked response. */
  fire(call: Call, as?: string | null): Promise<TestResponse>;
}

/** Webhooks have a separate user: events for hundreds of webhooks would make each change to a task slow. */
export const users = { tasks: 'alice', webhooks: 'henry' };

/** The user who sends a request by default. */
export function userOf({ target }: Pick<Call, 'target'>): string {
  return target.startsWith('/webhooks') ? users.webhooks : users.tasks;
}

/** The time limit for every response. */
export const timeoutMs = 5000;

/** Starts a service before the tests of a file, and closes it after them. */
export function useAttackedService(): AttackedService {
  const agent = new Agent({ keepAlive: true });
  // The server waits for idle connections to close.
  afterAll(() => {
    agent.destroy();
  });
  // No event is delivered, because the receivers do not exist.
  const { server } = useServer({}, undefined, { webhookLimits: { maxTurns: 0 } });
  const tokens = new Map<string, Promise<string>>();
  const authorization = async (sub = users.tasks): Promise<string> => {
    const token = tokens.get(sub) ?? server.token(sub);
    tokens.set(sub, token);
    return `Bearer ${await token}`;
  };
  return {
    server,
    authorization,
    fire: async (call, as = userOf(call)) => {
      const answer = await send(server.url, agent, {
        ...call,
        headers: { ...(as === null ? {} : { Authorization: await authorization(as) }), ...call.headers },
      });
      checkResponse(operationFor(call.method, call.target), call.method, answer);
      return answer;
    },
  };
}

/** Rejects if the connection is dropped, or if the response is incomplete after `timeoutMs`. */
function send(url: string, agent: Agent, { method, target, headers, body }: Call): Promise<TestResponse> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const { hostname, port } = new URL(url);
    const options = {
      agent,
      method,
      hostname,
      port,
      path: target,
      signal,
      headers: { ...length, ...headers },
    };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve(
          readResponse(
            response.statusCode ?? 0,
            headersOf(response.rawHeaders),
            Buffer.concat(chunks).toString(),
          ),
        );
      });
    });
    sent.on('error', (cause) => {
      reject(new Error(`No response to ${method} ${target.slice(0, 200)}`, { cause }));
    });
    sent.end(body);
  });
}

/** Sends a request with additional header fields over a plain socket. Checks and returns the only response. */
export async function rawRequest(
  service: AttackedService,
  call: Call,
  fields: readonly string[],
): Promise<TestResponse> {
  const { method, target, headers = {}, body = '' } = call;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Authorization: ${await service.authorization(userOf(call))}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    ...(body.length > 0 ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    ...fields,
  ];
  const [answer, ...others] = await exchange(
    service.server.url,
    Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]),
    { timeoutMs },
  );
  if (answer === undefined) throw new Error(`The connection was dropped: ${lines.join(' ⏎ ').slice(0, 500)}`);
  if (others.length > 0) throw new Error(`One request had ${others.length + 1} responses`);
  // A request that the parser rejects has no operation, so its response lacks the headers of an operation.
  const operation = answer.headers.has('Access-Control-Allow-Origin')
    ? operationFor(call.method, call.target)
    : undefined;
  checkResponse(operation, method, answer);
  return answer;
}

function headersOf(rawHeaders: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  return headers;
}
