// Sends a request to the letter, which `fetch` does not: it tidies paths and refuses headers. Every request is
// answered in time, and every answer is held to the contract.
import { Agent, request } from 'node:http';
import { checkAnswer } from '../../../support/answer-check.ts';
import type { Answer, Body } from '../../../support/client.ts';
import { operationFor } from '../../../support/contract.ts';
import { startServer } from '../../../support/server.ts';
import type { TestServer } from '../../../support/server.ts';

/** A request. */
export interface Call {
  readonly method: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

/** A service under attack. */
export interface Victim {
  readonly server: TestServer;
  /** The fields of a token's owner; tokens are made once. */
  authorization(sub?: string): Promise<string>;
  /** Sends a call as somebody (null: without a token) and gives the checked answer. */
  fire(call: Call, as?: string | null): Promise<Answer>;
  close(): Promise<void>;
}

const mostMilliseconds = 5000;

/** Starts a service to attack. */
export async function startVictim(): Promise<Victim> {
  const server = await startServer();
  const agent = new Agent({ keepAlive: true });
  const tokens = new Map<string, Promise<string>>();
  const authorization = async (sub = 'alice'): Promise<string> => {
    const token = tokens.get(sub) ?? server.token(sub);
    tokens.set(sub, token);
    return `Bearer ${await token}`;
  };
  return {
    server,
    authorization,
    fire: async (call, as = 'alice') => {
      const answer = await send(server.url, agent, {
        ...call,
        headers: { ...(as === null ? {} : { Authorization: await authorization(as) }), ...call.headers },
      });
      checkAnswer(operationFor(call.method, call.target), call.method, answer);
      return answer;
    },
    close: async () => {
      agent.destroy();
      await server.close();
    },
  };
}

/** Rejects when the connection is dropped, and when there is no whole answer in time. */
function send(url: string, agent: Agent, { method, target, headers, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(mostMilliseconds);
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
        resolve(answerOf(response.statusCode ?? 0, response.rawHeaders, Buffer.concat(chunks).toString()));
      });
    });
    sent.on('error', (cause) => {
      reject(new Error(`No answer to ${method} ${target.slice(0, 200)}`, { cause }));
    });
    sent.end(body);
  });
}

/** An answer from its parts. */
export function answerOf(status: number, rawHeaders: readonly string[], text: string): Answer {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  const isJson = /[/+]json\b/.test(headers.get('Content-Type') ?? '');
  return { status, headers, text, body: (isJson && text !== '' ? JSON.parse(text) : {}) as Body };
}
