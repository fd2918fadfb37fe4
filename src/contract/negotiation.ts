// Content negotiation (RFC 9110, section 12.5.1): compares `Accept` with the media types of the operation's responses.
import type { Request, RequestHandler } from 'express';
import { ProblemError } from '../http/problem.ts';
import { inUtf8 } from '../http/send.ts';
import { operationOf } from './routing.ts';

/** Sets `request.responseType`. Sends a 406 problem when `Accept` excludes every media type of a successful response. */
export const negotiate: RequestHandler = (request, _response, next) => {
  const { responseTypes } = operationOf(request);
  const [first] = responseTypes;
  const { accept } = request.headers;
  // Nearly every client sends one of these values, which require no parsing.
  if (first === undefined || accept === undefined || accept === '*/*' || accept === first) {
    request.responseType = first;
    next();
    return;
  }
  // Responses have a charset, so a client may name it in `Accept`.
  const offers = new Map(responseTypes.flatMap((type) => [type, inUtf8(type)].map((offer) => [offer, type])));
  const headers = { accept: withoutOtherParameters(accept, [...offers.keys()]) };
  const accepted = request.accepts.call({ headers } as Request, ...offers.keys());
  if (accepted === false) {
    throw new ProblemError({
      type: 'urn:problem-type:task-manager-api:not-acceptable',
      detail: `This operation returns ${responseTypes.join(' or ')}.`,
    });
  }
  request.responseType = offers.get(accepted);
  next();
};

const parameters = /;\s*([\w-]+)=(?:"[^"]*"|[^\s;,"]*)/g;

/**
 * Removes parameters that none of the offered types has, except `q`. A media range with such a parameter would match no
 * type: Prometheus sends `escaping=allow-utf-8` with each media range.
 */
function withoutOtherParameters(accept: string, offers: readonly string[]): string {
  const known = new Set(offers.flatMap((offer) => [...offer.matchAll(parameters)].map(([, name]) => name)));
  return accept.replaceAll(parameters, (parameter, name: string) =>
    name.toLowerCase() === 'q' || known.has(name.toLowerCase()) ? parameter : '',
  );
}
