// Content negotiation (RFC 9110, section 12.5.1): `Accept` against the media type of the operation's responses.
import type { RequestHandler } from 'express';
import { ProblemError } from '../http/problem.ts';
import { operationOf } from './routing.ts';

/** Sends a 406 problem when `Accept` excludes the media type of a successful response. */
export const negotiate: RequestHandler = (request, _response, next) => {
  const { responseType } = operationOf(request);
  const { accept } = request.headers;
  // These cover nearly every client, and need no parsing.
  if (responseType === undefined || accept === undefined || accept === '*/*' || accept === responseType) {
    next();
    return;
  }
  // Responses state their charset, so a client may ask for it.
  if (request.accepts([responseType, `${responseType}; charset=utf-8`]) === false) {
    throw new ProblemError({
      type: 'urn:problem-type:task-manager-api:not-acceptable',
      detail: `This operation returns ${responseType}.`,
    });
  }
  next();
};
