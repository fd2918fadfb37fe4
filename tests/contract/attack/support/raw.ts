// Requests that no HTTP library would send, over a socket of their own: bounded in time like the others, and their
// answers held to the contract like theirs.
import { connect } from 'node:net';
import { checkAnswer } from '../../../support/answer-check.ts';
import type { Answer } from '../../../support/client.ts';
import { operationFor } from '../../../support/contract.ts';
import { answerOf } from './wire.ts';
import type { Call, Victim } from './wire.ts';

const mostMilliseconds = 5000;

/**
 * Sends bytes and gives the answers when the service has closed the connection; with `end`, the client has closed its
 * half before.
 */
export async function rawAnswers(
  url: string,
  bytes: string | Uint8Array,
  { end = false } = {},
): Promise<Answer[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const timer = setTimeout(() => {
    socket.destroy(new Error(`The connection was still open after ${mostMilliseconds} ms`));
  }, mostMilliseconds);
  const chunks: Buffer[] = [];
  try {
    if (end) socket.end(bytes);
    else socket.write(bytes);
    for await (const chunk of socket) chunks.push(chunk as Buffer);
  } catch (error) {
    // A service that answers and closes before it has read everything resets the connection.
    if (!(error instanceof Error && 'code' in error && /ECONNRESET|EPIPE/.test(String(error.code))))
      throw error;
  } finally {
    clearTimeout(timer);
  }
  return parse(Buffer.concat(chunks));
}

/** Sends one call with these header fields besides, as they are, and gives its one answer, checked. */
export async function rawRequest(victim: Victim, call: Call, fields: readonly string[]): Promise<Answer> {
  const { method, target, headers = {}, body = '' } = call;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Authorization: ${await victim.authorization()}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    ...(body.length > 0 ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    ...fields,
  ];
  const [answer, ...others] = await rawAnswers(
    victim.server.url,
    Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]),
  );
  if (answer === undefined) throw new Error(`The connection was dropped: ${lines.join(' ⏎ ').slice(0, 500)}`);
  if (others.length > 0) throw new Error(`One request had ${others.length + 1} answers`);
  // What the parser refuses has no operation yet, and so none of its headers.
  const operation = answer.headers.has('Access-Control-Allow-Origin')
    ? operationFor(call.method, call.target)
    : undefined;
  checkAnswer(operation, method, answer);
  return answer;
}

function parse(received: Buffer): Answer[] {
  const answers: Answer[] = [];
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
    if (end < 0 || !(status > 0))
      throw new Error(`This is no answer: ${rest.toString('latin1').slice(0, 300)}`);
    const fields = lines.flatMap((line) => [
      line.slice(0, line.indexOf(':')),
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
    const length = Number(/^content-length: *(\d+)$/im.exec(lines.join('\n'))?.[1] ?? 0);
    const bodyEnd = end + 4 + length;
    if (rest.length < bodyEnd) throw new Error('The answer is not whole');
    answers.push(answerOf(status, fields, rest.subarray(end + 4, bodyEnd).toString()));
    rest = rest.subarray(bodyEnd);
  }
  return answers;
}
