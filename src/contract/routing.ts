// Finds the operation of a request once: metrics, log, authentication, validation and handler all read it from the
// request. Also sends 404 and 405, and responds to OPTIONS.
import type { RequestHandler } from 'express';
import { ProblemError } from '../http/problem.ts';
import type { Operation } from './operation.ts';
import { operationFor } from './routes.ts';
import type { RouteTable } from './routes.ts';

/** Sets `request.operation` and `request.pathParameters`. Responds to OPTIONS with 204 and `Allow`. */
export function findOperation({ routes }: { readonly routes: RouteTable }): RequestHandler {
  return (request, response, next) => {
    // `OPTIONS *` applies to the server as a whole (RFC 9110, section 9.3.7).
    if (request.method === 'OPTIONS' && request.url === '*') {
      response.status(204).set('Allow', routes.allowed.join(', ')).end();
      return;
    }
    const match = routes.find(request.path);
    if (match === undefined) {
      throw new ProblemError({
        type: 'urn:problem-type:task-manager-api:route-not-found',
        detail: 'Unknown path. See /openapi.yaml or /docs for all paths.',
      });
    }
    const { route, parameters } = match;
    if (request.method === 'OPTIONS') {
      // RFC 9110, section 10.2.1, defines `Allow`.
      response.status(204).set('Allow', route.allow);
      // RFC 5789, section 3.1, defines `Accept-Patch`.
      if (route.patchTypes !== undefined) response.set('Accept-Patch', route.patchTypes.join(', '));
      response.end();
      return;
    }
    const operation = operationFor(route, request.method);
    if (operation === undefined) {
      throw new ProblemError(
        {
          type: 'urn:problem-type:task-manager-api:method-not-allowed',
          detail: `Allowed methods: ${route.allow}.`,
        },
        { Allow: route.allow },
      );
    }
    request.operation = operation;
    request.pathParameters = parameters;
    next();
  };
}

/** The operation of a request. Throws if `findOperation` has not run yet, which is a defect. */
export function operationOf(request: Express.Request): Operation {
  if (request.operation === undefined) throw new Error('The operation of this request is not known yet');
  return request.operation;
}
