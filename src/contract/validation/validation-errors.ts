// Maps the errors of express-openapi-validator to the validation errors of the contract: the part of the request, the
// location in it, the failed keyword and a readable message. For a `pattern`, the message is the contract's
// `x-pattern-description` instead of the regular expression.
import type { Request } from 'express';
import type { Contract } from '../document.ts';
import type { Parameter } from '../operation.ts';
import { readableMessage } from './messages.ts';
import type { ValidationError } from '../../http/problem.ts';
import { isPlainObject, pointerKeys, resolve, toPointer } from '../reference.ts';
import type { JsonObject } from '../reference.ts';
import { operationOf } from '../routing.ts';

/** An error of express-openapi-validator. `path` is, for example, `/body/tags/0`, `/query/limit`, `/headers/if-match`. */
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
const maxNameLength = 200;
const maxPointerLength = 1000;
const maxDetailLength = 1000;

/**
 * Returns a validation error for each query parameter of the request that the operation does not define, up to a
 * maximum.
 */
export function unknownParameters(
  known: ReadonlyMap<string, Parameter>,
  given: ReadonlyMap<string, unknown>,
  maxErrors: number,
): ValidationError[] {
  return [...given.keys()]
    .filter((name) => !known.has(name))
    .slice(0, maxErrors)
    .map((name) => ({
      location: 'query',
      name: printable(name, maxNameLength),
      code: 'unknownParameter',
      detail: 'is not a known parameter',
    }));
}

/** If a value fails the first keyword, its error for the second keyword is redundant. */
const implied: Readonly<Record<string, string>> = { minLength: 'pattern', pattern: 'format' };

/**
 * Drops errors that follow from another one: an empty title fails `minLength` and also `pattern`, and a value that
 * fails `then` or `else` also fails `if`.
 */
export function withoutImpliedErrors(errors: readonly ValidatorError[]): ValidatorError[] {
  const impliedErrors = new Set(
    errors.map(({ path, errorCode = '' }) => `${implied[codeOf(errorCode)] ?? ''} ${path}`),
  );
  return errors.filter(({ path, errorCode = '' }) => {
    const code = codeOf(errorCode);
    return code !== 'if' && !impliedErrors.has(`${code} ${path}`);
  });
}

/** Returns the code of an error. The validator prefixes some keywords with `x-eov-`, for example `x-eov-type`. */
function codeOf(errorCode: string): string {
  const keyword = errorCode.split('.')[0]?.replace(/^x-eov-/, '') ?? '';
  return keyword === 'not' ? 'notAllowed' : keyword;
}

/** Converts errors of the validator to validation errors of the contract. */
export function toValidationErrors(
  contract: Contract,
  request: Request,
  errors: readonly ValidatorError[],
): ValidationError[] {
  const operation = operationOf(request);
  return errors.map(({ path, message, errorCode = '' }) => {
    const code = codeOf(errorCode);
    const [part = '', ...rest] = pointerKeys(path);
    const location = locations[part];
    if (location === undefined) {
      const keys = bodyKeys(path, code, request.body);
      const schema = operation.requestBodies.get(request.mediaType ?? '');
      return {
        location: 'body',
        pointer: printable(toPointer(keys), maxPointerLength),
        code,
        detail: detail(contract, schema, keys, code, message),
      };
    }
    const parameter = operation.parameters.find((one) => one.in === location && sameName(one, rest[0] ?? ''));
    return {
      location,
      name: parameter?.name ?? printable(rest[0] ?? '', maxNameLength),
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
 * Splits a path into the body into keys. The validator appends the name of an unknown or missing property without
 * escaping it, so for these errors, the path is compared with the body to find where the name begins.
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
  const description =
    code === 'pattern' && schema ? schemaAt(contract, schema, keys)['x-pattern-description'] : undefined;
  return printable(typeof description === 'string' ? description : readableMessage(message), maxDetailLength);
}

/** Returns the subschema at a path: properties by name, array items by index. */
function schemaAt(contract: Contract, schema: JsonObject, keys: readonly string[]): JsonObject {
  const [key, ...rest] = keys;
  if (key === undefined) return schema;
  const { properties, items } = schema;
  const next = isPlainObject(properties) ? properties[key] : items;
  return isPlainObject(next) ? schemaAt(contract, resolve(contract.document, next), rest) : {};
}

/** Makes text from the client safe to return: removes control characters and lone surrogates, and truncates it. */
function printable(text: string, maxLength: number): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\uFFFD')
    .slice(0, maxLength)
    .toWellFormed();
}
