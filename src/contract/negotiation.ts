// 406 from the contract: what an operation answers, against what the client accepts (RFC 9110, section 12.5.1).
import type { RequestHandler } from 'express';
import { ProblemError } from './problem.ts';
import { operationOf } from './routing.ts';

/** Throws a 406 problem when `Accept` leaves out every media type of a successful answer. */
export const negotiate: RequestHandler = (request, _response, next) => {
  const { responseTypes } = operationOf(request);
  const wanted = request.headers.accept;
  // What nearly every client sends needs no reading.
  if (wanted === undefined || wanted === '*/*' || responseTypes.includes(wanted)) {
    next();
    return;
  }
  // Answers say that they are UTF-8, so a client may ask for just that.
  const offered = responseTypes.flatMap((type) => [type, `${type}; charset=utf-8`]);
  const accepted = offered.length === 0 || request.accepts(offered) !== false;
  if (!accepted) {
    throw new ProblemError({
      type: '/docs/problems#not-acceptable',
      detail: `This operation returns ${responseTypes.join(' or ')}.`,
    });
  }
  next();
};
