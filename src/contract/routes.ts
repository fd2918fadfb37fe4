// The route table: the paths, and the operation that serves each method. HEAD is served by the operation of GET, and
// every path supports OPTIONS. The contract lists neither method.
import type { Operation } from './operation.ts';

/** The methods of one path template. */
export interface Route {
  readonly template: string;
  /** The operations of the contract, by method. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** The methods that the path supports: those of the contract and the derived ones. */
  readonly allowed: readonly string[];
  /** `allowed` as the value of an `Allow` header. */
  readonly allow: string;
  /** The media types of the PATCH body; undefined if the path does not support PATCH. */
  readonly patchTypes: readonly string[] | undefined;
}

/** A route, and the values of its path parameters as sent: percent-encoded and unchecked. */
export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RouteTable {
  readonly routes: readonly Route[];
  /** Every method that at least one path supports. */
  readonly allowed: readonly string[];
  /** Finds the route for a path. `path` must not contain the query. */
  find(path: string): Match | undefined;
}

interface Pattern {
  readonly route: Route;
  readonly expression: RegExp;
  readonly names: readonly string[];
}

const placeholder = /\{([^{}]+)\}/g;

/** Builds the route table. Throws if two templates differ only in the names of their parameters. */
export function readRoutes(operations: readonly Operation[]): RouteTable {
  const shapes = new Map<string, string>();
  const fixed = new Map<string, Match>();
  const patterns: Pattern[] = [];
  const routes = [...Map.groupBy(operations, ({ path }) => path)].map(([template, operationsHere]) => {
    const shape = template.replaceAll(placeholder, '{}');
    const twin = shapes.get(shape);
    if (twin !== undefined) throw new Error(`The paths ${twin} and ${template} match the same requests`);
    shapes.set(shape, template);
    return readRoute(template, operationsHere);
  });
  for (const route of routes) {
    const names = namesIn(route.template);
    if (names.length === 0) fixed.set(route.template, { route, parameters: {} });
    else patterns.push({ route, expression: expressionOf(route.template), names });
  }
  // Caches the last result, because several stages of the pipeline look up the path of the same request.
  let latest: { readonly path: string; readonly match: Match | undefined } | undefined;
  return {
    routes,
    allowed: [...new Set(routes.flatMap(({ allowed }) => allowed))],
    find(path) {
      if (latest?.path !== path) latest = { path, match: fixed.get(path) ?? findPattern(patterns, path) };
      return latest.match;
    },
  };
}

/** The operation that serves a method of a route. */
export function operationFor({ operations }: Route, method: string): Operation | undefined {
  return operations.get(method === 'HEAD' ? 'GET' : method);
}

function readRoute(template: string, operations: readonly Operation[]): Route {
  const names = namesIn(template);
  for (const { method, parameters } of operations) {
    const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    const difference = new Set(names).symmetricDifference(new Set(declared));
    if (difference.size > 0) {
      const list = [...difference].join(', ');
      throw new Error(
        `${method} ${template}: the path template and its declared parameters differ in ${list}`,
      );
    }
  }
  const own = operations.map(({ method }) => method);
  const patch = operations.find(({ method }) => method === 'PATCH');
  const allowed = [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  return {
    template,
    operations: new Map(operations.map((operation) => [operation.method, operation])),
    allowed,
    allow: allowed.join(', '),
    patchTypes: patch && [...patch.requestBodies.keys()],
  };
}

function namesIn(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name);
}

/**
 * Returns an expression that matches a whole path as sent. Case and slashes are significant. A parameter is one
 * segment, which stays percent-encoded.
 */
function expressionOf(template: string): RegExp {
  const literals = template.split(/\{[^{}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  // Templates come from the contract, never from a client.
  // eslint-disable-next-line security/detect-non-literal-regexp
  return new RegExp(`^${literals.join('([^/]+)')}$`);
}

function findPattern(patterns: readonly Pattern[], path: string): Match | undefined {
  for (const { route, expression, names } of patterns) {
    const values = expression.exec(path);
    if (values !== null) {
      // Faster than Object.fromEntries.
      const parameters: Record<string, string> = {};
      for (const [index, name] of names.entries()) parameters[name] = values[index + 1] ?? '';
      return { route, parameters };
    }
  }
  return undefined;
}
