// The comparable parts of a response: those that a front end may rely on, without values of a particular task or time.
import type { Operation } from '../../../src/contract/operation.ts';
import type { OperationId } from '../../support/contract.ts';
import { pointerKeys, resolve } from '../../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { contract, validatorAt } from '../../support/contract.ts';
import type { TestResponse } from './step.ts';

export interface Observation {
  readonly status: number;
  /** The media type, without its parameters. */
  readonly mediaType: string;
  /** The headers that the contract declares for this status, in lower case. */
  readonly headers: readonly string[];
  /** The paths of the body's members that the schema declares. */
  readonly shape: readonly string[];
  readonly problemType: string | undefined;
  /** The schema violations of the body. */
  readonly violations: readonly string[];
}

export type Difference = 'status' | 'media type' | `header ${string}` | 'body' | 'problem type';

/** A missing response. */
export const noResponse: Observation = {
  status: 0,
  mediaType: '',
  headers: [],
  shape: [],
  problemType: undefined,
  violations: [],
};

/** The comparable parts of a response. Without an operation, only the parts that do not depend on the contract. */
export function observe(
  operation: OperationId | undefined,
  { status, headers, text }: TestResponse,
): Observation {
  const mediaType = essence(headers.get('Content-Type') ?? '');
  const body = text === '' ? undefined : /[/+]json$/.test(mediaType) ? (JSON.parse(text) as Json) : text;
  const response = operation === undefined ? undefined : responseOf(operation, status);
  const media = response && mediaOf(response, mediaType);
  const problemType = (body as { type?: string } | undefined)?.type;
  return {
    status,
    mediaType,
    headers: Object.keys((response?.value['headers'] ?? {}) as JsonObject)
      .map((name) => name.toLowerCase())
      .filter((name) => headers.has(name))
      .sort(),
    shape: media
      ? [...new Set(shapeOf(media.schema, body))].sort()
      : Object.keys((body ?? {}) as object).sort(),
    problemType,
    violations: media ? violationsOf(media.at, body) : [],
  };
}

/** The differences between two responses. If the status differs, nothing else is comparable. */
export function differences(one: Observation, other: Observation): Difference[] {
  if (one.status !== other.status) return ['status'];
  const headers = new Set(one.headers).symmetricDifference(new Set(other.headers));
  return [
    ...(one.mediaType === other.mediaType ? [] : ['media type' as const]),
    ...[...headers].map((name) => `header ${name}` as const),
    ...(one.problemType === other.problemType ? [] : ['problem type' as const]),
    ...(one.shape.join() === other.shape.join() ? [] : ['body' as const]),
  ];
}

function essence(mediaType: string): string {
  return mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
}

interface Located {
  readonly at: readonly string[];
  readonly value: JsonObject;
}

/** The documented response and its path in the contract, or undefined. */
function responseOf(id: OperationId, status: number): Located | undefined {
  const { path, method } = contract.operations.find((each) => each.id === id) as Operation;
  const at = ['paths', path, method.toLowerCase(), 'responses', String(status)];
  let value: Json | undefined = contract.document;
  for (const key of at) value = (value as JsonObject | undefined)?.[key];
  if (value === undefined) return undefined;
  const { $ref: reference } = value as JsonObject;
  const target = typeof reference === 'string' ? pointerKeys(reference.slice(1)) : at;
  return { at: target, value: resolve(contract.document, value) };
}

function mediaOf({ at, value }: Located, mediaType: string): { at: string[]; schema: Json } | undefined {
  const content = (value['content'] ?? {}) as Record<string, { schema: Json }>;
  const declared = Object.entries(content).find(([name]) => essence(name) === mediaType);
  return declared && { at: [...at, 'content', declared[0], 'schema'], schema: declared[1].schema };
}

function violationsOf(at: readonly string[], body: Json | undefined): string[] {
  const validate = validatorAt(...at);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`.trim());
}

/** The paths of the members that the schema declares and the value contains. The items of an array share one path. */
function shapeOf(schema: Json, value: Json | undefined, at = ''): string[] {
  const { properties, items, oneOf } = resolve(contract.document, schema);
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((item: Json) => shapeOf(items, item, `${at}[]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const alternatives = ((oneOf ?? []) as Json[]).flatMap((one) => shapeOf(one, value as JsonObject, at));
  const members = Object.entries((properties ?? {}) as JsonObject).filter(([name]) => name in value);
  return [
    ...alternatives,
    ...members.flatMap(([name, member]) => [
      `${at}/${name}`,
      ...shapeOf(member, (value as JsonObject)[name], `${at}/${name}`),
    ]),
  ];
}
