// The validator compiles a schema when it is first needed, which would make the first requests slow. So each
// operation is validated once before the service says that it is ready.
import { ServerResponse } from 'node:http';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { Contract, Operation } from '../document.ts';

/** Runs the validation once for each operation and media type. What they find is of no interest. */
export async function warmUp(
  app: Express,
  contract: Contract,
  validateRequest: RequestHandler,
): Promise<void> {
  for (const operation of contract.operations) {
    const mediaTypes = operation.requestBodies.size === 0 ? [undefined] : operation.requestBodies.keys();
    for (const mediaType of mediaTypes) {
      const request = sampleRequest(app, operation, mediaType);
      await run(validateRequest, request);
    }
  }
}

function sampleRequest(app: Express, operation: Operation, mediaType: string | undefined): Request {
  const url = operation.path.replaceAll(/[{}]/g, '');
  const headers = mediaType === undefined ? {} : { 'content-type': mediaType };
  const fields = { app, method: operation.method, url, originalUrl: url, baseUrl: '', headers, operation };
  return Object.assign(Object.create(app.request) as Request, fields);
}

function run(validator: RequestHandler, request: Request): Promise<void> {
  return new Promise((resolve) => {
    // Its faults are passed on, and the sample has many.
    void validator(request, new ServerResponse(request) as Response, () => {
      resolve();
    });
  });
}
