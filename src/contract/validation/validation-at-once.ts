// express-openapi-validator waits for its document before each validation, behind two promises, also when the document
// has been there since the start; what it does with it then, it does at once. So what it makes for the first request is
// kept, and asked directly from then on.
import type { Request, RequestHandler, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';

/** What the package keeps of its last middleware. */
interface Instance {
  /** Makes, once the document is there, what validates by it: it calls `next`, or throws. */
  requestValidationMiddleware(document: unknown): Validate;
}
type Validate = (request: Request, response: Response, next: Next) => void;
type Next = (error?: unknown) => void;

/** The package's own middleware for requests, which waits, made into one that waits the first time alone. */
export type WithoutWaiting = (waiting: RequestHandler) => RequestHandler;

/** For the middleware that the package has made last: has to be asked for before another is made. */
export function validationAtOnce(): WithoutWaiting {
  const { _oav: instance } = OpenApiValidator.middleware as unknown as { readonly _oav: Instance };
  const make = instance.requestValidationMiddleware.bind(instance);
  let validate: Validate | undefined;
  instance.requestValidationMiddleware = (document) => (validate = make(document));

  return (waiting) => (request, response, next) => {
    if (validate === undefined) return waiting(request, response, next);
    next(faultBy(validate, request, response));
    return undefined;
  };
}

let passed = 0;
const pass: Next = (error) => {
  if (error === undefined) passed += 1;
};

/** What a validation throws, or undefined when it passes the request: what does neither is an error too. */
function faultBy(validate: Validate, request: Request, response: Response): unknown {
  const before = passed;
  try {
    validate(request, response, pass);
  } catch (error) {
    return error;
  }
  return passed > before ? undefined : new Error('express-openapi-validator has not validated at once');
}
