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

/** A webhook with every property that clients write. */
export const wholeWebhook: Readonly<Record<string, unknown>> = {
  url: 'https://hooks.example.com/tasks',
  description: 'The fern too.',
  events: ['task.completed', 'task.deleted'],
};

/** An item of each resource with every property that clients write, by the path of the collection. */
export const wholeItems: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/tasks': wholeTask,
  '/webhooks': wholeWebhook,
};

type Target = Pick<Operation, 'path'>;

/** The path of the collection that the operation belongs to. The trash contains tasks. */
function collectionOf({ path }: Target): string {
  const collection = `/${path.split('/')[1] ?? ''}`;
  return collection in wholeItems ? collection : '/tasks';
}

/** A body with every property, valid for every operation on the same resource. A batch creates one task. */
export function wholeBody({ path }: Target): Readonly<Record<string, unknown>> {
  if (path === '/tasks/batch') return { operations: [{ type: 'create', task: wholeTask }] };
  return wholeItems[collectionOf({ path })] ?? wholeTask;
}

/** A request to read the item with this id, of the resource that the operation belongs to. For the trash, all its items. */
export function readItem(operation: Target, id: string): Call {
  if (operation.path.startsWith('/trash/')) return { method: 'GET', target: '/trash' };
  return { method: 'GET', target: `${collectionOf(operation)}/${id}` };
}

/** Creates a task and returns its id. */
export async function newTask(service: AttackedService, as?: string, body = wholeTask): Promise<string> {
  return await create(service, '/tasks', body, as);
}

/** The id of a test delivery of each webhook that needs one. */
const deliveries = new Map<string, string>();

/** Creates an item that the operation can act on, and returns its id. The task of `eraseTask` is in the trash. */
export async function newItem(
  service: AttackedService,
  { path }: Target,
  as?: string,
  body = wholeItems[collectionOf({ path })] ?? wholeTask,
): Promise<string> {
  const id = await create(service, collectionOf({ path }), body, as);
  if (path.startsWith('/trash/')) await service.fire({ method: 'DELETE', target: `/tasks/${id}` }, as);
  if (path.includes('{deliveryId}')) {
    const tested = await service.fire({ method: 'POST', target: `/webhooks/${id}/test` }, as);
    deliveries.set(id, tested.body.id);
  }
  return id;
}

async function create(service: AttackedService, target: string, body: object, as?: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await service.fire({ method: 'POST', target, headers, body: JSON.stringify(body) }, as);
  assert.equal(response.status, 201, response.text);
  return response.body.id;
}

/** Returns the id of an item that an operation can act on: the same one each time, unless the operation removes it. */
export function sharedItems(service: AttackedService): (operation: Operation) => Promise<string> {
  const shared = new Map<string, Promise<string>>();
  return async (operation) => {
    if (operation.method === 'DELETE') return await newItem(service, operation);
    const id = shared.get(operation.path) ?? newItem(service, operation);
    shared.set(operation.path, id);
    return await id;
  };
}

/** The path of an operation for the item with this id. */
export function pathOf(template: string, id: string): string {
  return template.replace('{deliveryId}', deliveries.get(id) ?? id).replace(/\{\w+\}/, id);
}

/** A valid request for the item with this id. */
export function validRequest(operation: Operation, id: string): Call {
  const [body] = bodiesOf(operation);
  return {
    method: operation.method,
    target: pathOf(operation.path, id),
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': body.mediaType }, body: JSON.stringify(wholeBody(operation)) }),
  };
}

/** The request with this value for a property of the body. Undefined omits the property. */
export function withProperty(call: Call, name: string, value: unknown): Call {
  const whole = JSON.parse(String(call.body)) as object;
  return { ...call, body: JSON.stringify({ ...whole, [name]: value }) };
}

/** The request with these values for a parameter. An empty list omits the parameter, and several values repeat it. */
export function withParameter(
  call: Call,
  { in: location, name, operation }: Field,
  values: readonly string[],
): Call {
  if (location === 'path') {
    const before = operation.path.slice(0, operation.path.indexOf(`{${name}}`)).split('/').length - 1;
    const segments = call.target.split('/');
    return { ...call, target: segments.with(before, encoded(values[0] ?? '')).join('/') };
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
