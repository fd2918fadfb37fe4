// From what the validator reports to what a client is told: which part of the request, where in it, which rule,
// and a sentence for people. For a pattern the contract's own words (`x-pattern-description`) stand in for the
// regular expression.
import type { Request } from 'express';
import type { Contract, Parameter } from '../document.ts';
import { plainWords } from './messages.ts';
import type { RequestFault } from '../problem.ts';
import { isPlainObject, pointerKeys, resolve, toPointer } from '../reference.ts';
import type { JsonObject } from '../reference.ts';
import { operationOf } from '../routing.ts';

/** One finding of express-openapi-validator: `path` is `/body/tags/0`, `/query/limit`, `/headers/if-match`. */
export interface ValidatorError {
  readonly path: string;
  readonly message: string;
  readonly errorCode?: string;
}

const locations: Readonly<Record<string, 'path' | 'query' | 'header'>> = {
  params: 'path',
  query: 'query',
  headers: 'header',
};
const longestName = 200;
const longestPointer = 1000;

/** Query parameters that are not among those that the operation has. */
export function unknownParameters(
  known: ReadonlyMap<string, Parameter>,
  given: ReadonlyMap<string, unknown>,
): RequestFault[] {
  return [...given.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({
      location: 'query',
      name: printable(name, longestName),
      code: 'unknown',
      detail: 'there is no such parameter',
    }));
}

/** The rules that a value has broken already when it breaks another at the same place: nothing more is told by them. */
const implied: Readonly<Record<string, string>> = { minLength: 'pattern', pattern: 'format' };

/** The findings without those that follow from another: an empty title is too short, and that is enough. */
export function tellingErrors(errors: readonly ValidatorError[]): ValidatorError[] {
  const following = new Set(
    errors.map(({ path, errorCode = '' }) => `${implied[codeOf(errorCode)] ?? ''} ${path}`),
  );
  return errors.filter(({ path, errorCode = '' }) => !following.has(`${codeOf(errorCode)} ${path}`));
}

/** The validator has keywords of its own for types that it converts: `x-eov-type`. */
const codeOf = (errorCode: string): string => errorCode.split('.')[0]?.replace(/^x-eov-/, '') ?? '';

/** The validator's findings as faults of the request, each with its place. */
export function requestFaults(
  contract: Contract,
  request: Request,
  errors: readonly ValidatorError[],
): RequestFault[] {
  const operation = operationOf(request);
  return errors.map(({ path, message, errorCode = '' }) => {
    const code = codeOf(errorCode);
    const [part = '', ...rest] = pointerKeys(path);
    const location = locations[part];
    if (location === undefined) {
      const keys = bodyKeys(path, code, request.body);
      const schema = operation.requestBodies.get(request.headers['content-type'] ?? '');
      return {
        location: 'body',
        pointer: printable(toPointer(keys), longestPointer),
        code,
        detail: detail(contract, schema, keys, code, message),
      };
    }
    const parameter = operation.parameters.find((one) => one.in === location && sameName(one, rest[0] ?? ''));
    return {
      location,
      name: parameter?.name ?? printable(rest[0] ?? '', longestName),
      code,
      detail: detail(contract, parameter?.schema, rest.slice(1), code, message),
    };
  });
}

function sameName(parameter: Parameter, name: string): boolean {
  return parameter.in === 'header'
    ? parameter.name.toLowerCase() === name.toLowerCase()
    : parameter.name === name;
}

/**
 * The keys of a place in the body. The validator puts the name of an unknown or missing property behind the path as
 * it is, unescaped, so for these the body tells where the path ends and the name begins.
 */
function bodyKeys(path: string, code: string, body: unknown): string[] {
  if (code !== 'additionalProperties' && code !== 'required') return pointerKeys(path).slice(1);
  const keys: string[] = [];
  let rest = path.slice('/body'.length).replace(/^\//, '');
  let value = body;
  for (;;) {
    if (isPlainObject(value) && Object.hasOwn(value, rest)) break;
    const end = rest.indexOf('/');
    const [key] = pointerKeys(`/${rest.slice(0, end)}`);
    const inner: unknown =
      end > 0 && typeof value === 'object' && value !== null ? Reflect.get(value, key ?? '') : null;
    if (typeof inner !== 'object' || inner === null) break;
    keys.push(key ?? '');
    value = inner;
    rest = rest.slice(end + 1);
  }
  return rest === '' ? keys : [...keys, rest];
}

function detail(
  contract: Contract,
  schema: JsonObject | undefined,
  keys: readonly string[],
  code: string,
  message: string,
): string {
  const words =
    code === 'pattern' && schema ? schemaAt(contract, schema, keys)['x-pattern-description'] : undefined;
  return printable(typeof words === 'string' ? words : plainWords(message), 1000);
}

/** The schema of a place within another: properties by name, list items by index. */
function schemaAt(contract: Contract, schema: JsonObject, keys: readonly string[]): JsonObject {
  const [key, ...rest] = keys;
  if (key === undefined) return schema;
  const { properties, items } = schema;
  const next = isPlainObject(properties) ? properties[key] : items;
  return isPlainObject(next) ? schemaAt(contract, resolve(contract.document, next), rest) : {};
}

/** Names come from the client: no control characters, no lone surrogates, and not without end. */
function printable(text: string, longest: number): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\uFFFD')
    .slice(0, longest)
    .toWellFormed();
}
