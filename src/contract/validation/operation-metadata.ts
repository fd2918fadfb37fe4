// express-openapi-validator looks up what it knows of an operation anew for each request: it compiles the path
// expressions of the contract until one matches, behind several promises. Which operation it is has been found before
// (routing.ts), and what the package knows of it is always the same. So it is asked once for each, and not again.
import type { Request, RequestHandler, Response } from 'express';
import type { Operation } from '../document.ts';
import { inOrder } from '../../http/compose.ts';
import { operationOf } from '../routing.ts';

/** What the package's own middlewares put into `request.openapi`. */
export interface OperationMetadata {
  readonly expressRoute: string;
  readonly openApiRoute: string;
  readonly pathParams: Readonly<Record<string, unknown>>;
  readonly schema: object;
  readonly serial: number;
}

/** Hands on what the package knows of the request's operation, or what went wrong in finding out. */
export type FindMetadata = (
  request: Request,
  response: Response,
  done: (error: unknown, metadata?: OperationMetadata) => void,
) => void;

/** Finds it by these middlewares of the package: once for each operation, or each time where `remember` is false. */
export function metadataFinder(lookup: readonly RequestHandler[], remember: boolean): FindMetadata {
  const ask = inOrder(lookup);
  const known = new Map<Operation, OperationMetadata>();
  return (request, response, done) => {
    const operation = operationOf(request);
    const metadata = known.get(operation);
    if (metadata !== undefined) {
      done(undefined, metadata);
      return;
    }
    // The package knows no HEAD: it is shown the GET that it is one of.
    const asked = Object.create(request, { method: { value: operation.method } }) as Request & {
      openapi?: OperationMetadata;
    };
    ask(asked, response, (error?: unknown) => {
      const { openapi } = asked;
      if (error === undefined && openapi !== undefined && remember) known.set(operation, openapi);
      done(error, openapi);
    });
  };
}
