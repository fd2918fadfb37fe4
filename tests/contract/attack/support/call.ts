// A valid call of an operation, and variants with one field replaced.
import { strict as assert } from 'node:assert';
import type { Operation } from '../../../../src/contract/operation.ts';
import type { Field } from './fields.ts';
import { bodiesOf } from './fields.ts';
import type { Call, AttackedService } from './attacked-service.ts';

/** A task with every property that clients write. */
export const wholeTask: Readonly<Record<string, unknown>> = {
  title: 'Water the plants',
  description: 'The fern too.',
  status: 'in_progress',
  priority: 'high',
  dueAt: '2030-01-01T12:00:00.000Z',
  tags: ['garden', 'home'],
};

/** Creates a task and returns its id. */
export async function newTask(service: AttackedService, as = 'alice', body = wholeTask): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await service.fire(
    { method: 'POST', target: '/tasks', headers, body: JSON.stringify(body) },
    as,
  );
  assert.equal(response.status, 201, response.text);
  return response.body.id;
}

/**
 * The id of a task that the operation can act on: the shared one, unless the operation removes it. The task of `eraseTask`
 * is in the trash.
 */
export async function taskFor(
  service: AttackedService,
  { method, path }: Operation,
  sharedId: string,
): Promise<string> {
  if (method !== 'DELETE') return sharedId;
  const id = await newTask(service);
  if (path.startsWith('/trash/')) await service.fire({ method: 'DELETE', target: `/tasks/${id}` });
  return id;
}

/** A valid request for the task with this id. */
export function validRequest(operation: Operation, taskId: string): Call {
  const [body] = bodiesOf(operation);
  return {
    method: operation.method,
    target: operation.path.replace(/\{\w+\}/, taskId),
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': body.mediaType }, body: JSON.stringify(wholeBody(body.properties)) }),
  };
}

/** A valid body: a task, or a batch that creates it. */
function wholeBody(properties: readonly string[]): Readonly<Record<string, unknown>> {
  return properties.includes('title') ? wholeTask : { operations: [{ type: 'create', task: wholeTask }] };
}

/** The request with this value for a property of the body. Undefined omits the property. */
export function withProperty(call: Call, name: string, value: unknown): Call {
  const body = JSON.parse(String(call.body)) as object;
  return { ...call, body: JSON.stringify({ ...body, [name]: value }) };
}

/** The request with these values for a parameter. An empty list omits the parameter, and several values repeat it. */
export function withParameter(
  call: Call,
  { in: location, name, operation }: Field,
  values: readonly string[],
): Call {
  if (location === 'path') {
    return { ...call, target: operation.path.replace(`{${name}}`, () => encoded(values[0] ?? '')) };
  }
  if (values.length === 0) return call;
  if (location === 'header')
    return { ...call, headers: { ...call.headers, [name]: latin1(values.join(', ')) } };
  const query = values.map((one) => `${encodeURIComponent(name)}=${encoded(one)}`).join('&');
  return { ...call, target: `${call.target}?${query}` };
}

/** The UTF-8 bytes of a text, one character per byte, as Node's parser returns header values. */
export function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Percent-encodes a text. A lone surrogate becomes the three bytes that UTF-8 would use for its code point. */
function encoded(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character.isWellFormed()) return encodeURIComponent(character).replace(/^\.$/, '%2E');
    return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
      .map((byte) => `%${byte.toString(16)}`)
      .join('');
  }).join('');
}
