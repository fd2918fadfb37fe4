// The attributes of a request's span, by the stable semantic conventions for HTTP. They contain no query, no headers
// other than Host, no body and no user. https://opentelemetry.io/docs/specs/semconv/http/http-spans/
import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import type { Request, Response } from 'express';
import { isSecure } from '../../http/client-address.ts';
import type { TrustedProxies } from '../../http/client-address.ts';
import { pathOf } from '../request-fields.ts';

/**
 * The methods of RFC 9110 and RFC 5789. Any other method is reported as `_OTHER`, because a client could send any
 * number of methods.
 */
const knownMethods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
]);

const hostAndPort = /^(\[[\da-f:.]{2,45}\]|[\w.-]{1,253})(?::(\d{1,5}))?$/i;

export interface HttpAttributeOptions {
  readonly proxies: TrustedProxies;
  /** The namespace of the service's own attributes: the operation id, and the type of a problem. */
  readonly prefix: string;
}

/** The name of a request's span: the method, and the route template if the path is known. */
export function spanName({ method, operation }: Request): string {
  const name = knownMethods.has(method) ? method : 'HTTP';
  return operation === undefined ? name : `${name} ${operation.path}`;
}

/** The span attributes of a request whose response is closed. */
export function httpAttributes(response: Response, { proxies, prefix }: HttpAttributeOptions): Attributes {
  const { req: request, statusCode } = response;
  const { method, operation } = request;
  const isKnown = knownMethods.has(method);
  const [, address, port] = hostAndPort.exec(request.headers.host ?? '') ?? [];
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: isKnown ? method : '_OTHER',
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: statusCode,
    [ATTR_URL_PATH]: pathOf(request),
    [ATTR_URL_SCHEME]: isSecure(request, proxies) ? 'https' : 'http',
    [ATTR_NETWORK_PROTOCOL_VERSION]: request.httpVersion,
  };
  if (!isKnown) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method;
  if (address !== undefined) attributes[ATTR_SERVER_ADDRESS] = address;
  if (port !== undefined) attributes[ATTR_SERVER_PORT] = Number(port);
  if (operation !== undefined) {
    attributes[ATTR_HTTP_ROUTE] = operation.path;
    attributes[`${prefix}.operation.id`] = operation.id;
  }
  if (request.problemType !== undefined) attributes[`${prefix}.problem.type`] = request.problemType;
  const error = errorOf(response);
  if (error !== undefined) attributes[ATTR_ERROR_TYPE] = error;
  return attributes;
}

/** Whether a response gives its span the status `Error`. Client errors (4xx) do not. */
export function isServerError({ statusCode }: Response): boolean {
  return statusCode >= 500;
}

function errorOf(response: Response): string | undefined {
  if (isServerError(response)) return String(response.statusCode);
  return response.writableFinished ? undefined : 'client_disconnected';
}
