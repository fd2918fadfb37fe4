// A valid call of an operation, and variants with one field replaced.
import { strict as assert } from 'node:assert';
import type { Operation } from '../../../../src/contract/operation.ts';
import {
  collections,
  createdParameter,
  createItems,
  fillPath,
  wholeItem,
} from '../../../support/example-items.ts';
import type { Ids } from '../../../support/example-items.ts';
import type { Field } from './fields.ts';
import { bodiesOf } from './fields.ts';
import type { Call, AttackedService } from './attacked-service.ts';

/** An item of each resource with every property that clients write, by the path of the collection. */
export const wholeItems: Readonly<Record<string, Readonly<Record<string, unknown>>>> = Object.fromEntries(
  [...collections].map(([path, creator]) => [path, wholeItem(creator)]),
);

/** A task with every property that clients write. */
export const wholeTask = wholeItems['/tasks'] ?? {};

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

/** A request that reads the item with this id from the operation's resource. For the trash, a request that lists it. */
export function readItem(operation: Target, id: string): Call {
  if (operation.path.startsWith('/trash/')) return { method: 'GET', target: '/trash' };
  return { method: 'GET', target: `${collectionOf(operation)}/${id}` };
}

/** Creates a task and returns its id. */
export async function newTask(service: AttackedService, as?: string, body = wholeTask): Promise<string> {
  return await create(service, '/tasks', body, as);
}

/** The ids for the path parameters of an operation, such as `deliveryId`, by the id of the item. */
const nestedIds = new Map<string, Ids>();

/** Creates an item that the operation can act on, and returns its id. The task of `eraseTask` is in the trash. */
export async function newItem(
  service: AttackedService,
  { path }: Target,
  as?: string,
  body = wholeItems[collectionOf({ path })] ?? wholeTask,
): Promise<string> {
  const collection = collectionOf({ path });
  const item = `{${createdParameter(collections.get(collection)!)}}`;
  const ids = await createItems(path.includes('{') ? path : item, (target) =>
    create(service, target, target === collection ? body : undefined, as),
  );
  const [id = ''] = Object.values(ids);
  nestedIds.set(id, ids);
  if (path.startsWith('/trash/')) await service.fire({ method: 'DELETE', target: `/tasks/${id}` }, as);
  return id;
}

async function create(
  service: AttackedService,
  target: string,
  body: object | undefined,
  as?: string,
): Promise<string> {
  const sent = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await service.fire({ method: 'POST', target, ...sent }, as);
  assert.ok([201, 202].includes(response.status), response.text);
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
  return fillPath(template, nestedIds.get(id) ?? {}, id);
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

/** The UTF-8 bytes of a string, one character per byte, as Node's parser returns header values. */
export function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Percent-encodes a string. A lone surrogate becomes the three bytes that UTF-8 would use for its code point. */
function encoded(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character.isWellFormed()) return encodeURIComponent(character).replace(/^\.$/, '%2E');
    return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
      .map((byte) => `%${byte.toString(16)}`)
      .join('');
  }).join('');
}
