// Which operation a request is for: found once, from the path templates of the contract, and used by everything
// that follows (metrics, log, authentication, validation, handler). 404, 405, HEAD and OPTIONS come from here too:
// HEAD and OPTIONS are derived from the contract and not written into it.
import type { RequestHandler } from 'express';
import type { Contract, Operation } from './document.ts';
import { ProblemError } from './problem.ts';

/** The methods of one path of the contract. */
export interface Route {
  readonly template: string;
  readonly pattern: RegExp;
  /** The names of the parameters in the template, in order. */
  readonly parameters: readonly string[];
  readonly operations: ReadonlyMap<string, Operation>;
  /** The value of `Allow` (RFC 9110, section 10.2.1). */
  readonly allow: string;
  /** The value of `Accept-Patch` (RFC 5789, section 3.1), when the path can be patched. */
  readonly acceptPatch: string | undefined;
}

/** The contract's paths as routes. */
export function readRoutes(contract: Contract): Route[] {
  const templates = [...new Set(contract.operations.map(({ path }) => path))];
  return templates.map((template) => {
    const here = contract.operations.filter(({ path }) => path === template);
    const own = here.map(({ method }) => method);
    const derived = [...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    const patch = here.find(({ method }) => method === 'PATCH');
    return {
      template,
      pattern: pathPattern(template),
      parameters: [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name),
      operations: new Map(here.map((operation) => [operation.method, operation])),
      allow: [...own, ...derived.filter((method) => !own.includes(method))].join(', '),
      acceptPatch: patch && [...patch.requestBodies.keys()].join(', '),
    };
  });
}

/** Matches the whole path as it was sent: case and slashes count, and a parameter is one segment, still encoded. */
function pathPattern(template: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  // Templates are the contract's: no client has a part in them.
  // eslint-disable-next-line security/detect-non-literal-regexp
  return new RegExp(
    `^${template
      .split(/\{[^}]+\}/)
      .map(literal)
      .join('([^/]+)')}$`,
  );
}

/** A route, and the values that the path has for its parameters, as they were sent. */
export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Makes what finds the route of a path, or undefined. Most paths have no parameters, and are looked up. */
export function routeFinder(routes: readonly Route[]): (path: string) => Match | undefined {
  const isFixed = ({ parameters }: Route): boolean => parameters.length === 0;
  const fixed = new Map(
    routes.filter(isFixed).map((route): [string, Match] => [route.template, { route, parameters: {} }]),
  );
  const patterns = routes.filter((route) => !isFixed(route));
  return (path) => {
    const known = fixed.get(path);
    if (known !== undefined) return known;
    for (const route of patterns) {
      const match = route.pattern.exec(path);
      if (match !== null) return { route, parameters: named(route.parameters, match) };
    }
    return undefined;
  };
}

function named(names: readonly string[], [, ...values]: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/**
 * Sets `request.operation`. Answers OPTIONS itself (204 with `Allow`); 404 for an unknown path and 405 with `Allow`
 * for an unknown method are thrown as problems.
 */
export function findOperation(contract: Contract): RequestHandler {
  const routes = readRoutes(contract);
  const find = routeFinder(routes);
  const allMethods = [...new Set(routes.flatMap(({ allow }) => allow.split(', ')))].join(', ');
  return (request, response, next) => {
    // `OPTIONS *` asks about the server as a whole (RFC 9110, section 9.3.7).
    if (request.method === 'OPTIONS' && request.url === '*') {
      response.status(204).set('Allow', allMethods).end();
      return;
    }
    const match = find(request.path);
    if (match === undefined) {
      throw new ProblemError({
        type: '/docs/problems#route-not-found',
        detail: 'Unknown path. See /openapi.yaml or /docs for all paths.',
      });
    }
    const { route, parameters } = match;
    if (request.method === 'OPTIONS') {
      response.status(204).set('Allow', route.allow);
      if (route.acceptPatch !== undefined) response.set('Accept-Patch', route.acceptPatch);
      response.end();
      return;
    }
    const operation = route.operations.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (operation === undefined) {
      throw new ProblemError(
        { type: '/docs/problems#method-not-allowed', detail: `Allowed methods: ${route.allow}.` },
        { Allow: route.allow },
      );
    }
    request.operation = operation;
    request.pathParameters = parameters;
    next();
  };
}

/** The operation that `findOperation` found. Throws when it has not run, which is a defect. */
export function operationOf(request: Express.Request): Operation {
  if (request.operation === undefined) throw new Error('No operation was found for this request yet');
  return request.operation;
}
